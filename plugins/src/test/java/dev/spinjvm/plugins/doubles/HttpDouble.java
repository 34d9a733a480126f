package dev.spinjvm.plugins.doubles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A server on a free port of loopback, which remembers what it was asked.
public abstract class HttpDouble implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger untilDown = new AtomicInteger(Integer.MAX_VALUE);

    protected HttpDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
    }

    /// To be called once the double is ready to answer.
    protected final void start() {
        server.createContext("/", this::serve);
        server.start();
    }

    /// What a double answers.
    ///
    /// @param type the content type, empty for none
    public record Reply(int status, String type, byte[] body) {
        static Reply of(int status, String type, String body) {
            return new Reply(status, type, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// A question.
    ///
    /// @param path as on the wire, without the query
    /// @param query as on the wire, empty for none
    public record Question(String method, String path, String query, com.sun.net.httpserver.Headers headers, byte[] body) {
        /// A parameter of the query, decoded, or the alternative.
        public String parameter(String name, String otherwise) {
            for (String pair : query.split("&")) {
                if (pair.startsWith(name + "=")) {
                    return java.net.URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return otherwise;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    protected abstract Reply answer(Question question);

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (untilDown.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : Math.max(0, left - 1)) == 0) {
                // As a server that goes down: the connection ends without an answer.
                return;
            }
            URI uri = exchange.getRequestURI();
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            requests.add(exchange.getRequestMethod() + " " + uri.getRawPath() + (query.isEmpty() ? "" : "?" + query));
            Reply reply = answer(new Question(exchange.getRequestMethod(), uri.getRawPath(), query, exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            if (!reply.type().isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", reply.type());
            }
            boolean bare = exchange.getRequestMethod().equals("HEAD") || reply.status() == 204;
            exchange.sendResponseHeaders(reply.status(), bare || reply.body().length == 0 ? -1 : reply.body().length);
            if (!bare) {
                exchange.getResponseBody().write(reply.body());
            }
        }
    }

    /// From now on only so many requests are answered.
    public void goDownAfter(int requestsAnswered) {
        untilDown.set(requestsAnswered);
    }

    /// Everything is answered again.
    public void comeBack() {
        untilDown.set(Integer.MAX_VALUE);
    }

    /// What was asked, in order: method, path and query.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// The root, without a slash at its end.
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
