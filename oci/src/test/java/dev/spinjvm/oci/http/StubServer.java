package dev.spinjvm.oci.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// An HTTP server that says exactly what a test wants it to say, byte for byte, and remembers what it was asked.
final class StubServer implements AutoCloseable {
    /// @param headers names in lower case
    record Request(String method, String target, Map<String, String> headers, byte[] body) {
        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        String query() {
            int query = target.indexOf('?');
            return query < 0 ? "" : target.substring(query + 1);
        }

        @Nullable
        String authorization() {
            return headers.get("authorization");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// How a body ends.
    enum End {
        /// The connection is closed if less was sent than announced.
        PLAIN,
        /// The body is repeated until nobody listens.
        NEVER,
        /// Nothing more comes, but the connection stays.
        SILENCE
    }

    /// @param announced the `Content-Length`; without one if negative, and the connection is closed at the end
    record Reply(int status, Map<String, String> headers, byte[] body, long announced, End end) {
        static Reply of(int status) {
            return of(status, new byte[0]);
        }

        static Reply of(int status, byte[] body) {
            return new Reply(status, Map.of(), body, body.length, End.PLAIN);
        }

        static Reply of(int status, String body) {
            return of(status, body.getBytes(StandardCharsets.UTF_8));
        }

        Reply with(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name, value);
            return new Reply(status, more, body, announced, end);
        }

        Reply announcing(long length) {
            return new Reply(status, headers, body, length, end);
        }

        Reply thenSilence() {
            return new Reply(status, headers, body, announced, End.SILENCE);
        }

        Reply repeated() {
            return new Reply(status, headers, body, -1, End.NEVER);
        }
    }

    interface Handler {
        Reply handle(Request request) throws IOException;
    }

    private final ServerSocket socket;
    private final Handler handler;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<Socket, Boolean> connections = new ConcurrentHashMap<>();

    private StubServer(ServerSocket socket, Handler handler) {
        this.socket = socket;
        this.handler = handler;
    }

    static StubServer start(Handler handler) throws IOException {
        var server = new StubServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), handler);
        Thread.ofVirtual().name("stub").start(server::accept);
        return server;
    }

    /// Host and port, by address.
    String host() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /// Host and port, by another name than [#host].
    String otherName() {
        return "localhost:" + socket.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    List<Request> requests(String method, String path) {
        return requests.stream().filter(request -> request.method().equals(method) && request.path().equals(path)).toList();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.put(connection, true);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            boolean open = true;
            while (open) {
                Request request = read(in);
                if (request == null) {
                    return;
                }
                requests.add(request);
                open = write(out, request, handler.handle(request));
            }
        } catch (IOException e) {
            // The client went away, as several tests want it to.
            return;
        } finally {
            connections.remove(connection);
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ");
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(words[0], words[1], headers, body);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /// Whether the connection stays open.
    private static boolean write(OutputStream out, Request request, Reply reply) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + reply.status + " Stub\r\n");
        reply.headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (reply.announced >= 0) {
            head.append("Content-Length: ").append(reply.announced).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!request.method.equals("HEAD")) {
            do {
                out.write(reply.body);
            } while (reply.end == End.NEVER);
        }
        out.flush();
        return request.method.equals("HEAD") || reply.announced == reply.body.length || reply.end == End.SILENCE;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections.keySet()) {
            connection.close();
        }
    }
}
