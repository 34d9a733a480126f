package dev.spinjvm.trigger.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.spinjvm.trigger.TriggerException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The network side: HTTP/1.1 and HTTP/2 on one port, with or without TLS.
///
/// Its few threads only move bytes and dispatch; what can block runs on the virtual threads of [HttpDispatcher].
final class HttpServer {
    /// How long a connection may be silent between requests.
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    private static final int PORTS_TRIED = 10;
    private static final int ACCEPT_QUEUE = 1024;
    private static final int MAX_CONCURRENT_STREAMS = 256;
    private static final int MAX_RESPONSE_HEAD = 256 * 1024;
    private static final int LAST_PORT = 65535;
    private static final String NOT_STARTED = "failed to start the HTTP server";

    private final HttpServerSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final Watchdog watchdog;
    private final InFlight inFlight;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch terminated = new CountDownLatch(1);

    HttpServer(HttpServerSettings settings, HttpDispatcher dispatcher, Watchdog watchdog, InFlight inFlight) {
        this.settings = settings;
        this.watchdog = watchdog;
        this.inFlight = inFlight;
        int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        // One to accept, and for each selector one that works and one that takes over when the first one is held up.
        var threads = new QueuedThreadPool(4 + 2 * selectors, 1 + selectors);
        threads.setName("spin-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        server = new Server(threads);
        server.setHandler(dispatcher);
        server.setErrorHandler(new HttpErrors());
        server.setStopTimeout(0);
        connector = new ServerConnector(server, new TailExecutor(threads), null, null, 1, selectors, connectionFactories());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setAcceptedTcpNoDelay(true);
        connector.setReuseAddress(true);
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
    }

    /// Has the classes of a server initialised: tables of headers, of codes, of types.
    static void warmClasses() {
        var configuration = new HttpConfiguration();
        var server = new Server();
        // Of no use but for what their making initialises.
        var _ = new ServerConnector(server, new HttpConnectionFactory(configuration), new HTTP2CServerConnectionFactory(configuration));
    }

    /// Starts what needs no address; [#start] has less to do then.
    ///
    /// @throws TriggerException if that fails
    void warmUp() {
        try {
            server.start();
        } catch (Exception e) {
            throw new TriggerException(NOT_STARTED, e);
        }
    }

    /// Undoes [#warmUp]; instead of [#start].
    void abandon() {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new TriggerException("failed to stop the HTTP server", e);
        } finally {
            watchdog.close();
        }
    }

    /// Binds the address and serves.
    ///
    /// @return the address bound
    /// @throws TriggerException if no address can be bound
    InetSocketAddress start() {
        bind();
        if (!server.isRunning()) {
            warmUp();
        }
        try {
            server.addConnector(connector);
            // A server that runs already leaves the start of a new part to who adds it, and its stop unless it is told.
            server.manage(connector);
            connector.start();
        } catch (Exception e) {
            connector.close();
            throw new TriggerException(NOT_STARTED, e);
        }
        watchdog.start();
        return new InetSocketAddress(settings.address().getAddress(), connector.getLocalPort());
    }

    /// Stops accepting, waits for what is in flight up to `drain`, and ends what is left. A second call ends the first one's wait.
    void stop(Duration drain) throws InterruptedException {
        boolean first = stopping.compareAndSet(false, true);
        if (!first) {
            inFlight.abandon();
            terminated.await();
            return;
        }
        // This becomes the idle time-out of every connection, those with a guest that takes its time included.
        connector.setShutdownIdleTimeout(Math.max(1, drain.toMillis()));
        // It completes when the last connection has closed; what matters here is counted in requests.
        var _ = connector.shutdown();
        inFlight.drain(drain);
        watchdog.endAll(HttpExchange.End.SERVER_STOPS);
        try {
            server.stop();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new TriggerException("failed to stop the HTTP server", e);
        } finally {
            watchdog.close();
            terminated.countDown();
        }
    }

    /// Waits until the server has stopped.
    void awaitTermination() throws InterruptedException {
        terminated.await();
    }

    private void bind() {
        InetSocketAddress address = settings.address();
        int last = settings.findFreePort() ? address.getPort() + PORTS_TRIED - 1 : address.getPort();
        for (int port = address.getPort(); port <= last; port++) {
            var candidate = new InetSocketAddress(address.getAddress(), port);
            if (settings.findFreePort() && port >= LAST_PORT) {
                throw new TriggerException("Couldn't find a free port as we've reached the maximum port number. "
                        + "Consider retrying with a lower base port.");
            }
            try {
                connector.setHost(address.getAddress().getHostAddress());
                connector.setPort(port);
                connector.open();
                return;
            } catch (IOException e) {
                if (!inUse(e)) {
                    throw new TriggerException("Unable to listen on " + ListenAddress.display(candidate), e);
                }
            }
        }
        throw new TriggerException(settings.findFreePort()
                ? "Couldn't find a free port in the range " + address.getPort() + "-" + (address.getPort() + PORTS_TRIED)
                        + ". Consider retrying with a different base port."
                : ListenAddress.display(address)
                        + " is already in use. To have Spin search for a free port, use the --find-free-port option.");
    }

    private static boolean inUse(IOException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof BindException && String.valueOf(at.getMessage()).contains("in use")) {
                return true;
            }
        }
        return false;
    }

    private ConnectionFactory[] connectionFactories() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setSendDateHeader(true);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        // What a path means is for the guest to say: it sees the request target as it was sent.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setRequestHeaderSize(settings.maxHeadBytes());
        configuration.setMaxResponseHeaderSize(MAX_RESPONSE_HEAD);
        List<ConnectionFactory> factories = new ArrayList<>();
        if (settings.tls().isPresent()) {
            configuration.addCustomizer(new SecureRequestCustomizer(false));
            var alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
            alpn.setDefaultProtocol("http/1.1");
            var http2 = new HTTP2ServerConnectionFactory(configuration);
            http2.setMaxConcurrentStreams(MAX_CONCURRENT_STREAMS);
            factories.add(new SslConnectionFactory(sslContext(settings.tls().get()), alpn.getProtocol()));
            factories.add(alpn);
            factories.add(http2);
            factories.add(new HttpConnectionFactory(configuration));
        } else {
            var http2 = new HTTP2CServerConnectionFactory(configuration);
            http2.setMaxConcurrentStreams(MAX_CONCURRENT_STREAMS);
            factories.add(new HttpConnectionFactory(configuration));
            factories.add(http2);
        }
        return factories.toArray(ConnectionFactory[]::new);
    }

    private static SslContextFactory.Server sslContext(TlsIdentity identity) {
        var context = new SslContextFactory.Server();
        context.setKeyStore(identity.toKeyStore());
        context.setKeyManagerPassword(TlsIdentity.STORE_PASSWORD);
        context.setSniRequired(false);
        return context;
    }
}
