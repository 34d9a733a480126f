package dev.spinjvm.trigger.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedTrigger;
import dev.spinjvm.trigger.DurationRange;
import dev.spinjvm.trigger.TriggerConsole;

/// The real server on a loopback port, in front of guests written in Java.
final class TestServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final HttpServer server;
    private final InetSocketAddress address;
    private final ByteArrayOutputStream stderr;
    private final String scheme;
    final HttpClient client;
    final InFlight inFlight;

    private TestServer(HttpServer server, InetSocketAddress address, ByteArrayOutputStream stderr, String scheme, InFlight inFlight) {
        this.server = server;
        this.address = address;
        this.stderr = stderr;
        this.scheme = scheme;
        this.inFlight = inFlight;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
    }

    static Builder builder() {
        return new Builder();
    }

    int port() {
        return address.getPort();
    }

    URI uri(String path) {
        return URI.create(scheme + "://" + LOOPBACK + ":" + port() + path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(50_000);
        return socket;
    }

    /// Sends bytes on a connection of their own and returns everything that comes back until the server closes.
    String exchange(String request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads until `end` was read; fails at the end of the stream.
    static String readUntil(InputStream in, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /// What was written to stderr so far.
    String stderr() {
        return stderr.toString(StandardCharsets.UTF_8);
    }

    void stop(Duration drain) throws InterruptedException {
        server.stop(drain);
    }

    void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    @Override
    public void close() {
        client.shutdownNow();
        try {
            server.stop(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static final class Builder {
        private final Map<String, HostGuest> guests = new ConcurrentHashMap<>();
        private final List<LockedTrigger> triggers = new ArrayList<>();
        private final List<LockedComponent> components = new ArrayList<>();
        private final Map<String, Object> metadata = new HashMap<>(Map.of("name", "test-app"));
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private Optional<TlsIdentity> tls = Optional.empty();
        private Optional<DurationRange> timeout = Optional.empty();
        private Duration idle = Duration.ofSeconds(60);
        private int maxHeadBytes = 128 * 1024;
        private boolean findFreePort;
        private boolean terminal;

        Builder guest(String id, String route, HostGuest guest) {
            guests.put(id, guest);
            components.add(new LockedComponent(id, Map.of("description", "Does " + id),
                    new ComponentSource(ComponentSource.WASM, new ContentRef(null, "", null)), Map.of(), List.of(), Map.of(), Map.of(),
                    Map.of(), Map.of()));
            return trigger(Map.of("route", route, "component", id));
        }

        Builder trigger(Map<String, Object> config) {
            triggers.add(new LockedTrigger("trigger-" + triggers.size(), "http", config, Map.of()));
            return this;
        }

        Builder metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        Builder tls(TlsIdentity identity) {
            tls = Optional.of(identity);
            return this;
        }

        Builder timeout(Duration limit) {
            timeout = Optional.of(DurationRange.of(limit));
            return this;
        }

        Builder idle(Duration limit) {
            idle = limit;
            return this;
        }

        Builder maxHeadBytes(int limit) {
            maxHeadBytes = limit;
            return this;
        }

        Builder port(int port, boolean findFree) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            findFreePort = findFree;
            return this;
        }

        Builder terminal() {
            terminal = true;
            return this;
        }

        TestServer start() {
            var stderr = new ByteArrayOutputStream();
            var console = new TriggerConsole(stderr, terminal, InstantSource.system());
            var app = HttpApp.of(new LockedApp(List.of(), metadata, Map.of(), Map.of(), triggers, components));
            app.report(console);
            var watchdog = new Watchdog(() -> {});
            var inFlight = new InFlight();
            RequestExecutor executor = (id, request, response) -> Objects.requireNonNull(guests.get(id)).handle(new HostGuest.Call(request,
                    response));
            var dispatcher = new HttpDispatcher(app, executor, timeout, console, watchdog, inFlight, new Random(1));
            var server = new HttpServer(new HttpServerSettings(address, tls, findFreePort, maxHeadBytes, idle), dispatcher, watchdog,
                    inFlight);
            return new TestServer(server, server.start(), stderr, tls.isPresent() ? "https" : "http", inFlight);
        }
    }
}
