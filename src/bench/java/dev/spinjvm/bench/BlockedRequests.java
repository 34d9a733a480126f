package dev.spinjvm.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sends many requests to a server whose guest asks an upstream before it answers. The upstream is here, and answers no
/// request before all have come, so that all guests wait at the same time.
///
/// ```
/// BlockedRequests SERVER-URL SERVER-PID COUNT PATH     PATH as the server wants it; {upstream} in it becomes HOST:PORT
/// ```
///
/// Prints what the server's process and its Java heap take while all wait, and how many answers had status 200; fails if
/// one had not. Requests come over few connections (HTTP/2 without TLS), because files are limited.
public final class BlockedRequests {
    private static final int STREAMS = 200;
    private static final long PATIENCE_MINUTES = 5;

    private BlockedRequests() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        URI server = URI.create(args[0]);
        long pid = Long.parseLong(args[1]);
        int count = Integer.parseInt(args[2]);
        long start = System.nanoTime();
        Upstream upstream = new Upstream(count);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int port : upstream.open()) {
            int share = Math.min(STREAMS, count - answers.size());
            answers.addAll(send(server, args[3].replace("{upstream}", "127.0.0.1:" + port), share));
        }
        boolean all = upstream.arrived.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
        System.out.printf(Locale.ROOT, "%d of %d requests blocked at the same time after %.1f s%n", count - upstream.arrived.getCount(),
                count, seconds(start));
        report(pid);
        upstream.released.countDown();
        long good = answers.stream().map(CompletableFuture::join).filter(status -> status == 200).count();
        System.out.printf(Locale.ROOT, "%d answers with status 200 after %.1f s%n", good, seconds(start));
        System.exit(all && good == count ? 0 : 1);
    }

    /// A server that answers no request before it is told to. It listens on a port for each connection of requests, because
    /// the system drops connections to one port that come faster than they are accepted.
    private static final class Upstream {
        private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);

        final CountDownLatch arrived;
        final CountDownLatch released = new CountDownLatch(1);
        private final int count;

        Upstream(int count) {
            this.count = count;
            this.arrived = new CountDownLatch(count);
        }

        /// Listens; returns the ports.
        List<Integer> open() throws IOException {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < count; i += STREAMS) {
                ServerSocket socket = new ServerSocket(0, STREAMS, InetAddress.getLoopbackAddress());
                Thread.ofPlatform().daemon().start(() -> accept(socket));
                ports.add(socket.getLocalPort());
            }
            return ports;
        }

        private void accept(ServerSocket socket) {
            try (socket) {
                while (true) {
                    Socket connection = socket.accept();
                    Thread.ofVirtual().start(() -> answer(connection));
                }
            } catch (IOException e) {
                System.err.println("upstream: " + e);
            }
        }

        private void answer(Socket connection) {
            try (connection) {
                InputStream in = connection.getInputStream();
                for (int newlines = 0; newlines < 2;) {
                    int next = in.read();
                    if (next < 0) {
                        return;
                    }
                    newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
                }
                arrived.countDown();
                released.await();
                connection.getOutputStream().write(ANSWER);
            } catch (IOException | InterruptedException e) {
                System.err.println("upstream: " + e);
            }
        }
    }

    /// Sends `count` requests over one connection.
    private static List<CompletableFuture<Integer>> send(URI server, String path, int count)
            throws IOException, InterruptedException {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).build();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        // Only a connection that exists is shared by later requests.
        client.send(HttpRequest.newBuilder(server.resolve("/.well-known/spin/health")).build(), BodyHandlers.discarding());
        for (int i = 0; i < count; i++) {
            answers.add(client.sendAsync(request, BodyHandlers.discarding())
                    .handle((response, failure) -> failure == null ? response.statusCode() : status(failure)));
        }
        return answers;
    }

    private static int status(Throwable failure) {
        System.err.println(failure);
        return 0;
    }

    private static void report(long pid) throws IOException, InterruptedException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS") || line.startsWith("VmHWM")) {
                System.out.println(line.replaceAll("\\s+", " "));
            }
        }
        String before = heap(pid);
        run("jcmd", Long.toString(pid), "GC.run");
        System.out.println("heap before a collection: " + before + "; after: " + heap(pid));
    }

    private static String heap(long pid) throws IOException, InterruptedException {
        return run("jcmd", Long.toString(pid), "GC.heap_info").lines().filter(line -> line.contains("used")).findFirst().orElse("unknown")
                .strip();
    }

    private static String run(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addFirst(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
