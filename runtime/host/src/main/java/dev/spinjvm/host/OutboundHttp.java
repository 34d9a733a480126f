package dev.spinjvm.host;

import dev.spinjvm.wasi.http.OutgoingHttp;
import java.net.InetAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.ProtocolHandlers;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/// The HTTP client for the outgoing requests of all components of an application. Connections are kept and shared;
/// what a component may call is decided by its [OutboundPolicy], before anything is resolved.
///
/// Sends what the guest asks for and nothing more: no redirects, cookies, decoding, authentication or headers of its
/// own beside `host` and the framing of the body. HTTP/1.1, and HTTP/2 where a TLS server offers it. Never blocks its
/// callers. Thread-safe.
public final class OutboundHttp implements AutoCloseable {
    /// Requests to one destination at a time, beyond which they queue.
    private static final int MAX_CONNECTIONS = 16 * 1024;
    private static final int MAX_QUEUED = 1024 * 1024;
    private static final int MAX_HEADERS = 256 * 1024;
    private static final int RESPONSE_BUFFER = 64 * 1024;
    private static final long IDLE_MILLIS = 90_000;
    /// What a single address is given to accept a connection, before the next is tried.
    private static final long CONNECT_MILLIS = 60_000;
    private static final int MAX_THREADS = 64;

    private final HostResolver resolver;
    private final Predicate<InetAddress> permitted;
    private final @Nullable SSLContext tls;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable HttpClient started;
    private boolean closed;

    private OutboundHttp(HostResolver resolver, Predicate<InetAddress> permitted, @Nullable SSLContext tls) {
        this.resolver = resolver;
        this.permitted = permitted;
        this.tls = tls;
    }

    /// A client with the resolver and the certificates of the system.
    public static OutboundHttp start() {
        return start(HostResolver.SYSTEM, address -> true, null);
    }

    /// A client.
    ///
    /// @param permitted which addresses may be dialled, whatever the name they were found by
    /// @param tls the trust for HTTPS; null for that of the system
    public static OutboundHttp start(HostResolver resolver, Predicate<InetAddress> permitted, @Nullable SSLContext tls) {
        return new OutboundHttp(resolver, permitted, tls);
    }

    /// The client behind this, started by the first request: many applications never make one, and reading the system's
    /// certificates takes its time.
    private HttpClient client() {
        HttpClient known = started;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the HTTP client for outgoing requests is closed");
            }
            known = started;
            if (known == null) {
                known = newClient();
                started = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private HttpClient newClient() {
        SslContextFactory.Client trust = new SslContextFactory.Client();
        if (tls != null) {
            trust.setSslContext(tls);
        }
        ClientConnector connector = new ClientConnector();
        connector.setSslContextFactory(trust);
        connector.setSelectors(1);
        HttpClient client = new HttpClient(new HttpClientTransportDynamic(connector, HttpClientConnectionFactory.HTTP11,
                new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector))));
        configure(client);
        client.setSocketAddressResolver(new CheckedResolver(resolver, permitted, Executors.newVirtualThreadPerTaskExecutor()));
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client for outgoing requests does not start", e);
        }
        // The others would answer redirects and challenges themselves; these only skip interim responses.
        ProtocolHandlers handlers = client.getProtocolHandlers();
        handlers.clear();
        handlers.put(new ContinueProtocolHandler());
        handlers.put(new ProcessingProtocolHandler());
        handlers.put(new EarlyHintsProtocolHandler());
        client.getContentDecoderFactories().clear();
        return client;
    }

    private static void configure(HttpClient client) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("outbound-http");
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setScheduler(new ScheduledExecutorScheduler("outbound-http-timer", true));
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(MAX_QUEUED);
        client.setMaxRequestHeadersSize(MAX_HEADERS);
        client.setMaxResponseHeadersSize(MAX_HEADERS);
        client.setResponseBufferSize(RESPONSE_BUFFER);
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setAddressResolutionTimeout(CONNECT_MILLIS);
        client.setIdleTimeout(IDLE_MILLIS);
        client.setDestinationIdleTimeout(2 * IDLE_MILLIS);
    }

    /// The client as one component sees it.
    public OutgoingHttp forComponent(OutboundPolicy policy) {
        return request -> switch (OutboundTarget.of(request, policy)) {
            case OutboundTarget.Refused(var error) -> new RefusedExchange(error);
            case OutboundTarget.Component(var way) -> way.send(request);
            case OutboundTarget.Network target -> new OutboundExchange(client(), target, request);
        };
    }

    /// Ends all connections; requests under way fail.
    @Override
    public void close() {
        HttpClient client;
        lock.lock();
        try {
            closed = true;
            client = started;
        } finally {
            lock.unlock();
        }
        if (client == null) {
            return;
        }
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client for outgoing requests does not stop", e);
        }
    }
}
