package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Loads that take too long for the plain build; run with `-Dguests.dir=DIR`.
class HeavyGuestsTest {
    private static final int CONCURRENT = 2000;
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void aThousandRequestsToJavaScriptSucceed() {
        Path wasm = GuestFolder.guest("js-hello.wasm");
        try (SpinProcess spin = SpinProcess.command("up", "-f", wasm.toString()).serve()) {
            for (int i = 0; i < 1000; i++) {
                HttpResponse<String> response = spin.get("/");
                assertThat(response.statusCode()).as("request %d; stderr: %s", i, spin.stderr()).isEqualTo(200);
                assertThat(response.body()).isEqualTo("Hello, Spin!\n");
            }
        }
    }

    @Test
    void aLargeBodyStreamsThroughASmallHeap() throws IOException {
        GuestFolder.guest("rust-http-p2.wasm");
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/rust").environment("SPIN_JVM_OPTS", "-Xmx160m").serve()) {
            for (String route : List.of("/echo", "/splice")) {
                long size = 100 * MEBIBYTE;
                try (InputStream echoed = RawHttp.post(spin.url(), route, new Pattern(size), size);
                        InputStream expected = new Pattern(size)) {
                    long received = 0;
                    for (byte[] chunk = echoed.readNBytes(1 << 16); chunk.length > 0; chunk = echoed.readNBytes(1 << 16)) {
                        assertThat(chunk).isEqualTo(expected.readNBytes(chunk.length));
                        received += chunk.length;
                    }
                    assertThat(received).isEqualTo(size);
                }
            }
        }
    }

    @Test
    void thousandsOfRequestsBlockedOnASlowUpstreamAllAnswer() throws IOException, InterruptedException {
        GuestFolder.guest("rust-http-p2.wasm");
        CountDownLatch allArrived = new CountDownLatch(CONCURRENT);
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONCURRENT);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/", exchange -> {
            allArrived.countDown();
            try {
                // No request is answered before the last one has come: all are blocked at the same time.
                if (!allArrived.await(2, TimeUnit.MINUTES)) {
                    exchange.sendResponseHeaders(503, -1);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            exchange.close();
        });
        upstream.start();
        String target = "http://127.0.0.1:" + upstream.getAddress().getPort() + "/slow";
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/rust", "--max-concurrent-requests", "4000").serve();
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(spin.url() + "/fanout?a=" + target + "&b=http://127.0.0.1:1/")).build();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < CONCURRENT; i++) {
                answers.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.join().body()).startsWith("200 ok\nerror ");
            }
            assertThat(allArrived.getCount()).isZero();
        } finally {
            upstream.stop(0);
        }
    }

    /// HTTP/2 connections of the client: enough streams for all requests, and few enough files.
    private static final int CLIENTS = 50;
    private static final int BLOCKED = 10_000;

    @Test
    void tenThousandRequestsBlockedAtOnceAnswerWithinASmallHeap() throws Exception {
        GuestFolder.guest("rust-http-p2.wasm");
        CountDownLatch allArrived = new CountDownLatch(BLOCKED);
        try (SlowUpstream upstream = SlowUpstream.start(allArrived);
                SpinProcess spin = SpinProcess.command("up", "-q", "-f", "src/test/apps/rust").environment("SPIN_JVM_OPTS", "-Xmx1900m")
                        .serve()) {
            // Compiles what the guest runs, as in any server that has been up for a while.
            for (int i = 0; i < 3000; i++) {
                assertThat(spin.get("/").statusCode()).isEqualTo(200);
            }
            String target = "/fanout?a=http://127.0.0.1:" + upstream.port() + "/slow&b=none";
            List<HttpClient> clients = new ArrayList<>();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
                clients.add(client);
                // The first request turns the connection into one for many.
                client.send(HttpRequest.newBuilder(URI.create(spin.url() + "/")).build(), BodyHandlers.ofString());
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(spin.url() + target)).build();
            for (int i = 0; i < BLOCKED; i++) {
                answers.add(clients.get(i % CLIENTS).sendAsync(request, BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get(5, TimeUnit.MINUTES).body()).isEqualTo("200 ok\nerror only http://\n");
            }
            assertThat(allArrived.getCount()).isZero();
            clients.forEach(HttpClient::shutdownNow);
        }
    }

    @Test
    void theJavaScriptExampleIsServedFromTheCacheTheSecondTime() throws IOException {
        Path wasm = GuestFolder.guest("js-hello.wasm");
        Path cache = Files.createTempDirectory("spin-cache");
        List<String> compiled = List.of();
        for (int start = 0; start < 2; start++) {
            try (SpinProcess spin = SpinProcess.command("up", "-f", wasm.toString()).environment("XDG_CACHE_HOME", cache.toString())
                    .serve()) {
                assertThat(spin.get("/").body()).isEqualTo("Hello, Spin!\n");
            }
            List<String> files = files(cache);
            assertThat(files).isNotEmpty();
            if (start > 0) {
                assertThat(files).as("nothing is compiled again").isEqualTo(compiled);
            }
            compiled = files;
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file + " of " + file.toFile().lastModified()).sorted().toList();
        }
    }

    /// Bytes that follow from their position.
    private static final class Pattern extends InputStream {
        private final long size;
        private long position;

        Pattern(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            return position == size ? -1 : at(position++);
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == size) {
                return -1;
            }
            int count = (int) Math.min(length, size - position);
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) at(position++);
            }
            return count;
        }

        private static int at(long position) {
            return (int) (position * 31 + (position >> 13)) & 0xff;
        }
    }
}
