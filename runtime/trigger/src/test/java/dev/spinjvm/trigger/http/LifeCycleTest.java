package dev.spinjvm.trigger.http;

import static dev.spinjvm.trigger.http.TestServer.readUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifeCycleTest {
    private static final HostGuest OK = call -> call.respondText(200, "ok");
    private static final Duration LONG = Duration.ofSeconds(50);

    @Test
    void stoppingLetsRequestsInFlightFinish() throws Exception {
        var started = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        HostGuest slow = call -> {
            started.countDown();
            release.await();
            call.respondText(200, "finished");
        };
        try (TestServer server = TestServer.builder().guest("slow", "/...", slow).start()) {
            CompletableFuture<HttpResponse<String>> answer = sendAsync(server, "/");
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopped = stopAsync(server, LONG);
            awaitRefusal(server);
            assertThat(stopped).isNotDone();
            release.countDown();
            HttpResponse<String> response = answer.get(10, TimeUnit.SECONDS);
            assertThat(response.body()).isEqualTo("finished");
            stopped.get(10, TimeUnit.SECONDS);
            server.awaitTermination();
        }
    }

    @Test
    void aSecondStopEndsAtOnce() throws Exception {
        var started = new CountDownLatch(1);
        var interrupted = new CompletableFuture<String>();
        HostGuest stuck = _ -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete("interrupted");
                throw e;
            }
        };
        try (TestServer server = TestServer.builder().guest("stuck", "/...", stuck).start()) {
            CompletableFuture<HttpResponse<String>> answer = sendAsync(server, "/");
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> first = stopAsync(server, LONG);
            awaitRefusal(server);
            server.stop(LONG);
            assertThat(interrupted.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
            first.get(10, TimeUnit.SECONDS);
            assertThat(answer.handle((response, failure) -> failure == null ? response.statusCode() : 500).get(10, TimeUnit.SECONDS))
                    .isEqualTo(500);
        }
    }

    @Test
    void theDrainHasALimit() throws Exception {
        var started = new CountDownLatch(1);
        HostGuest stuck = _ -> {
            started.countDown();
            new CountDownLatch(1).await();
        };
        try (TestServer server = TestServer.builder().guest("stuck", "/...", stuck).start()) {
            CompletableFuture<HttpResponse<String>> answer = sendAsync(server, "/");
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            server.stop(Duration.ofMillis(100));
            assertThat(answer.handle((response, failure) -> failure == null ? response.statusCode() : 500).get(10, TimeUnit.SECONDS))
                    .isEqualTo(500);
        }
    }

    @Test
    void aTimeOutBeforeTheHeadIs500() throws Exception {
        HostGuest stuck = _ -> new CountDownLatch(1).await();
        try (TestServer server = TestServer.builder().guest("stuck", "/stuck", stuck).guest("ok", "/ok", OK).timeout(Duration.ofMillis(200))
                .start()) {
            HttpResponse<String> response = server.get("/stuck");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEmpty();
            assertThat(server.get("/ok").body()).isEqualTo("ok");
            assertThat(server.stderr()).contains("the request timed out and its guest was ended (component stuck)");
        }
    }

    @Test
    void aTimeOutAfterTheHeadCutsTheBodyOff() throws Exception {
        HostGuest stuck = call -> {
            call.respond(200).write("begun");
            new CountDownLatch(1).await();
        };
        try (TestServer server = TestServer.builder().guest("stuck", "/...", stuck).timeout(Duration.ofMillis(200)).start()) {
            String response = server.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(response).startsWith("HTTP/1.1 200 OK\r\n").contains("begun").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void aTimeOutOfOneStreamLeavesTheOthersOfItsConnectionAlone() throws Exception {
        HostGuest stuck = call -> {
            call.respond(200).write("begun");
            new CountDownLatch(1).await();
        };
        var proceed = new CountDownLatch(1);
        HostGuest patient = call -> {
            call.respond(200).flush().write("a");
            proceed.await();
            throw new IllegalStateException("never reached within the time-out");
        };
        try (TestServer server = TestServer.builder().guest("stuck", "/stuck", stuck).guest("patient", "/patient", patient).guest("ok",
                "/ok", OK)
                .timeout(Duration.ofMillis(300)).start(); var http2 = new Http2(server.port())) {
            String base = "http://127.0.0.1:" + server.port();
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> http2.client().GET(base + "/stuck")).isInstanceOf(ExecutionException.class);
                assertThat(http2.client().GET(base + "/ok").getContentAsString()).isEqualTo("ok");
            }
            assertThat(http2.client().getDestinations()).hasSize(1);
        }
    }

    @Test
    void aGuestThatIgnoresItsEndCannotKeepTheClient() throws Exception {
        var ended = new CountDownLatch(1);
        HostGuest stubborn = _ -> {
            boolean waiting = true;
            while (waiting) {
                try {
                    ended.await();
                    waiting = false;
                } catch (InterruptedException _) {
                    // deliberately goes on
                }
            }
        };
        try (TestServer server = TestServer.builder().guest("stubborn", "/...", stubborn).timeout(Duration.ofMillis(200)).start()) {
            assertThat(server.get("/").statusCode()).isEqualTo(500);
            ended.countDown();
        }
    }

    @Test
    void twoThousandBlockedRequestsAllAnswer() throws Exception {
        int count = 2000;
        var started = new CountDownLatch(count);
        var release = new CountDownLatch(1);
        HostGuest blocked = call -> {
            started.countDown();
            release.await();
            call.respondText(200, "done");
        };
        try (TestServer server = TestServer.builder().guest("blocked", "/...", blocked).start()) {
            List<Socket> sockets = new ArrayList<>();
            try {
                byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
                for (int i = 0; i < count; i++) {
                    Socket socket = server.connect();
                    sockets.add(socket);
                    socket.getOutputStream().write(request);
                }
                assertThat(started.await(40, TimeUnit.SECONDS)).isTrue();
                release.countDown();
                for (Socket socket : sockets) {
                    assertThat(readUntil(socket.getInputStream(), "\r\n\r\ndone")).startsWith("HTTP/1.1 200");
                }
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    private static CompletableFuture<HttpResponse<String>> sendAsync(TestServer server, String path) {
        return server.client.sendAsync(HttpRequest.newBuilder(server.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static CompletableFuture<Void> stopAsync(TestServer server, Duration drain) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.stop(drain);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /// Returns once the server does not accept connections any more.
    private static void awaitRefusal(TestServer server) throws IOException {
        while (true) {
            try {
                server.connect().close();
            } catch (ConnectException _) {
                return;
            } catch (SocketException _) {
                // The connection waited to be accepted when the server stopped to listen; the next one is refused.
            }
        }
    }
}
