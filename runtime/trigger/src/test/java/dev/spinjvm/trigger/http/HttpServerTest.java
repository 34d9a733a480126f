package dev.spinjvm.trigger.http;

import static dev.spinjvm.trigger.http.TestServer.readUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.spinjvm.trigger.TriggerException;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServerTest {
    private static final HostGuest OK = call -> call.respondText(200, "ok");

    private static final HostGuest ECHO = call -> {
        HostGuest.Answer answer = call.respond(200);
        for (byte[] chunk = call.read(); chunk != null; chunk = call.read()) {
            answer.write(chunk);
        }
        answer.finish();
    };

    @Test
    void answersARequestThroughTheComponentOfItsRoute() throws Exception {
        try (TestServer server = TestServer.builder().guest("a", "/a", call -> call.respondText(201, "from a")).guest("b", "/b/...", OK)
                .start()) {
            HttpResponse<String> response = server.get("/a/");

            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.body()).isEqualTo("from a");
            assertThat(response.headers().firstValue("content-type")).hasValue("text/plain");
            assertThat(response.headers().firstValue("date")).isPresent();
            assertThat(response.headers().firstValue("server")).isEmpty();
            assertThat(server.get("/b/x/y").body()).isEqualTo("ok");
        }
    }

    @Test
    void theGuestSeesTheRequestAndItsRouting() throws Exception {
        HostGuest show = call -> {
            var text = new StringBuilder(call.request.method() + " " + call.request.scheme() + " " + call.request.authority() + " "
                    + call.request.pathWithQuery() + "\n");
            Fields headers = call.request.headers();
            for (int i = 0; i < headers.size(); i++) {
                text.append(headers.name(i)).append(": ").append(headers.text(i)).append('\n');
            }
            call.respondText(200, text.toString());
        };
        try (TestServer server = TestServer.builder().guest("show", "/users/:user_id/...", show).start();
                Socket socket = server.connect()) {
            int port = socket.getLocalPort();
            socket.getOutputStream().write(
                    """
                            PURGE /users/4%202/x/../y/?q=%20&r HTTP/1.1\r
                            Host: example.org:81\r
                            Connection: close, keep-alive\r
                            Spin-Path-Info: forged\r
                            spin-other: kept\r
                            X-Latin: \u00e9\r
                            Accept: a\r
                            Accept: b\r
                            \r
                            """.getBytes(StandardCharsets.ISO_8859_1));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(response.substring(response.indexOf("\r\n\r\n") + 4)).isEqualTo("""
                    PURGE http example.org:81 /users/4%202/x/../y/?q=%20&r
                    spin-other: kept
                    x-latin: \u00c3\u00a9
                    accept: a
                    accept: b
                    spin-path-info: /x/../y/
                    spin-full-url: http://example.org:81/users/4%202/x/../y/?q=%20&r
                    spin-matched-route: /users/:user_id/...
                    spin-base-path: /
                    spin-raw-component-route: /users/:user_id/...
                    spin-component-route: /users/:user_id
                    spin-client-addr: 127.0.0.1:PORT
                    spin-path-match-user-id: 4%202
                    """.replace("PORT", Integer.toString(port)));
        }
    }

    @Test
    void answersWellKnownPathsItself() throws Exception {
        try (TestServer server = TestServer.builder().metadata("version", "1.2.3").guest("all", "/...", OK).start()) {
            assertThat(server.get("/.well-known/spin/health").body()).isEqualTo("OK");
            HttpResponse<String> info = server.get("/.well-known/spin/info");
            assertThat(info.headers().firstValue("content-type")).hasValue("application/json");
            assertThat(info.body()).isEqualTo("{\n  \"name\": \"test-app\",\n  \"version\": \"1.2.3\"\n}");
            HttpResponse<String> other = server.get("/.well-known/spin/other");
            assertThat(other.statusCode()).isEqualTo(404);
            assertThat(other.body()).isEmpty();
            assertThat(server.get("/.well-known/spindle").body()).isEqualTo("ok");
        }
    }

    @Test
    void answersStaticResponsesWithoutAComponent() throws Exception {
        try (TestServer server = TestServer.builder()
                .trigger(Map.of("route", "/moved", "static_response",
                        Map.of("status_code", 302L, "headers", Map.of("Location", "/bob"), "body", "gone")))
                .trigger(Map.of("route", "/default", "static_response", Map.of("body", "should be 200")))
                .trigger(Map.of("route", "/...", "static_response", Map.of("status_code", 404L, "body", "not found"))).start()) {
            HttpResponse<String> moved = server.get("/moved");
            assertThat(moved.statusCode()).isEqualTo(302);
            assertThat(moved.headers().firstValue("location")).hasValue("/bob");
            assertThat(moved.body()).isEqualTo("gone");
            assertThat(server.get("/default").statusCode()).isEqualTo(200);
            HttpResponse<String> rest = server.get("/x");
            assertThat(rest.statusCode()).isEqualTo(404);
            assertThat(rest.body()).isEqualTo("not found");
        }
    }

    @Test
    void noRouteIsAnEmpty404AndOneWarningOnATerminal() throws Exception {
        try (TestServer server = TestServer.builder().guest("a", "/a", OK).terminal().start()) {
            for (String path : new String[]{"/x", "/y"}) {
                HttpResponse<String> response = server.get(path);
                assertThat(response.statusCode()).isEqualTo(404);
                assertThat(response.body()).isEmpty();
            }
            assertThat(server.stderr()).isEqualTo("\u001b[1m\u001b[33mWarning\u001b[0m: Request to /x matched no pattern, and received a "
                    + "generic 404 response. To serve a more informative 404 page, add a catch-all (/...) route.\n");
        }
    }

    @Test
    void noRouteWarnsNobodyWhereNobodyReads() throws Exception {
        try (TestServer server = TestServer.builder().guest("a", "/a", OK).start()) {
            assertThat(server.get("/x").statusCode()).isEqualTo(404);
            assertThat(server.stderr()).isEmpty();
        }
    }

    @Test
    void aPrivateEndpointHasNoRoute() throws Exception {
        try (TestServer server = TestServer.builder().guest("a", "/a", OK).trigger(Map.of("route", Map.of("private", true), "component",
                "a"))
                .start()) {
            assertThat(server.get("/private").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aFailingGuestIsAnEmpty500WithTheDetailInTheLog() throws Exception {
        HostGuest trap = _ -> {
            throw new IllegalStateException("wasm trap: unreachable", new IllegalArgumentException("inner"));
        };
        HostGuest silent = _ -> {};
        HostGuest error = call -> call.fail(ErrorCode.internal("no luck"));
        HostGuest overflow = _ -> {
            throw new StackOverflowError();
        };
        try (TestServer server = TestServer.builder().guest("trap", "/trap", trap).guest("none", "/none", silent).guest("error", "/error",
                error)
                .guest("deep", "/deep", overflow).guest("ok", "/ok", OK).start()) {
            for (String path : new String[]{"/trap", "/none", "/error", "/deep"}) {
                HttpResponse<String> response = server.get(path);
                assertThat(response.statusCode()).as(path).isEqualTo(500);
                assertThat(response.body()).isEmpty();
            }
            assertThat(server.get("/ok").body()).isEqualTo("ok");
            assertThat(server.stderr()).contains(
                    """
                            ERROR spin_trigger_http: Error processing request: guest invocation failed (component trap)

                            Caused by:
                                0: wasm trap: unreachable
                                1: inner
                            """)
                    .contains("guest failed to produce a response prior to returning (component none)\n")
                    .contains("guest failed to produce a response (component error)\n\nCaused by:\n    internal-error(no luck)\n")
                    .contains("java.lang.StackOverflowError");
        }
    }

    @Test
    void aTrapAfterTheHeadCutsTheBodyOff() throws Exception {
        HostGuest half = call -> {
            call.respond(200, "content-length", "10").write("12345");
            throw new IllegalStateException("wasm trap: unreachable");
        };
        try (TestServer server = TestServer.builder().guest("half", "/...", half).start()) {
            String response = server.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(response).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n12345");
            assertThat(server.stderr()).contains("Component error after response started. The response may not be fully sent");
        }
    }

    @Test
    void aLengthWithoutABodyIsTheAnswerToHeadAndOfWhatHasNotChanged() throws Exception {
        HostGuest unfinished = call -> call.respond(200, "content-length", "10").sink().abort(ErrorCode.of(
                ErrorCode.Kind.HTTP_RESPONSE_BODY_SIZE));
        HostGuest empty = call -> call.respond(200, "content-length", "11").finish();
        HostGuest whole = call -> call.respondText(200, "whole");
        HostGuest unchanged = call -> call.respond(304, "content-length", "12").finish();
        try (TestServer server = TestServer.builder().guest("unfinished", "/unfinished", unfinished).guest("empty", "/empty", empty).guest(
                "whole", "/whole", whole).guest("unchanged", "/unchanged", unchanged).start();
                Socket socket = server.connect()) {
            for (String path : new String[]{"unfinished", "empty", "whole"}) {
                socket.getOutputStream().write(("HEAD /" + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                String head = readUntil(socket.getInputStream(), "\r\n\r\n");
                assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("\r\ncontent-length: ");
            }
            socket.getOutputStream().write("GET /unchanged HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(readUntil(socket.getInputStream(), "\r\n\r\n")).startsWith("HTTP/1.1 304 Not Modified\r\n");
            socket.getOutputStream().write("GET /whole HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(readUntil(socket.getInputStream(), "whole")).startsWith("HTTP/1.1 200 OK\r\n");
        }
        try (TestServer server = TestServer.builder().guest("empty", "/...", empty).start()) {
            assertThat(server.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).doesNotStartWith(
                    "HTTP/1.1 200");
        }
    }

    @Test
    void aBodyThatIsBrokenOffIsCutOff() throws Exception {
        HostGuest half = call -> {
            HostGuest.Answer answer = call.respond(200);
            answer.write("12345");
            answer.sink().abort(ErrorCode.of(ErrorCode.Kind.HTTP_PROTOCOL_ERROR));
        };
        try (TestServer server = TestServer.builder().guest("half", "/...", half).start()) {
            String response = server.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(response).contains("12345").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void theHeadLeavesBeforeTheBodyAndTheGuestGoesOn() throws Exception {
        var proceed = new CountDownLatch(1);
        var after = new CompletableFuture<String>();
        HostGuest early = call -> {
            HostGuest.Answer answer = call.respond(200, "x-early", "yes");
            proceed.await();
            answer.finish("late");
            after.complete("went on");
        };
        try (TestServer server = TestServer.builder().guest("early", "/...", early).start(); Socket socket = server.connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            String head = readUntil(socket.getInputStream(), "\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("x-early: yes\r\n");
            proceed.countDown();
            assertThat(readUntil(socket.getInputStream(), "0\r\n\r\n")).contains("late");
            assertThat(after.get(10, TimeUnit.SECONDS)).isEqualTo("went on");
        }
    }

    @Test
    void aFinishedResponseFreesItsConnectionWhileTheGuestGoesOn() throws Exception {
        var release = new CountDownLatch(1);
        HostGuest busy = call -> {
            call.respondText(200, "done");
            release.await();
        };
        try (TestServer server = TestServer.builder().guest("busy", "/busy", busy).guest("ok", "/ok", OK).start();
                Socket socket = server.connect()) {
            socket.getOutputStream().write("GET /busy HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            readUntil(socket.getInputStream(), "\r\n\r\ndone");
            socket.getOutputStream().write("GET /ok HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(readUntil(socket.getInputStream(), "\r\n\r\nok")).startsWith("HTTP/1.1 200");
            release.countDown();
        }
    }

    @Test
    void echoesWhileTheRequestIsStillUnderWay() throws Exception {
        try (TestServer server = TestServer.builder().guest("echo", "/...", ECHO).start(); Socket socket = server.connect()) {
            socket.getOutputStream().write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(readUntil(socket.getInputStream(), "hello")).endsWith("\r\n\r\n5\r\nhello");
            socket.getOutputStream().write("5\r\nworld\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(readUntil(socket.getInputStream(), "0\r\n\r\n")).contains("5\r\nworld\r\n0\r\n\r\n");
        }
    }

    @Test
    void aClientThatStopsReadingHoldsTheGuestBack() throws Exception {
        var written = new AtomicInteger();
        var gone = new CompletableFuture<String>();
        HostGuest flood = call -> {
            HostGuest.Answer answer = call.respond(200);
            byte[] chunk = new byte[64 * 1024];
            try {
                for (int i = 0; i < 4096; i++) {
                    answer.write(chunk);
                    written.addAndGet(chunk.length);
                }
                gone.complete("all written");
            } catch (IllegalStateException | InterruptedException e) {
                gone.complete("stopped");
            }
        };
        try (TestServer server = TestServer.builder().guest("flood", "/...", flood).start()) {
            try (Socket socket = server.connect()) {
                socket.setReceiveBufferSize(64 * 1024);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                readUntil(socket.getInputStream(), "\r\n\r\n");
                int before = -1;
                while (before != written.get()) {
                    before = written.get();
                    Thread.sleep(300);
                }
                assertThat(written.get()).isLessThan(64 * 1024 * 1024);
            }
            assertThat(gone.get(20, TimeUnit.SECONDS)).isEqualTo("stopped");
        }
    }

    @Test
    void trailersGoBothWays() throws Exception {
        HostGuest guest = call -> {
            String body = call.readText();
            Fields trailers = call.trailers();
            String sum = trailers == null ? "none" : trailers.text(0);
            call.respond(200, "trailer", "x-sum").write(body + " " + sum).finishWithTrailer("x-sum", "42");
        };
        try (TestServer server = TestServer.builder().guest("t", "/...", guest).start(); Socket socket = server.connect()) {
            socket.getOutputStream().write("""
                    POST / HTTP/1.1\r
                    Host: x\r
                    Trailer: x-in\r
                    Transfer-Encoding: chunked\r
                    \r
                    2\r
                    hi\r
                    0\r
                    x-in: 7\r
                    \r
                    """.getBytes(StandardCharsets.ISO_8859_1));
            String response = readUntil(socket.getInputStream(), "x-sum: 42\r\n\r\n");
            assertThat(response).contains("4\r\nhi 7\r\n0\r\nx-sum: 42\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n", "GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"})
    void aRequestWithoutOneClearHostIsATidy400(String request) throws Exception {
        try (TestServer server = TestServer.builder().guest("all", "/...", OK).start()) {
            String response = server.exchange(request);

            assertThat(response).startsWith("HTTP/1.1 400 Bad Request\r\n").doesNotContain("<html", "jetty", "Jetty");
            assertThat(response.substring(response.indexOf("\r\n\r\n") + 4)).hasSizeLessThan(120).endsWith("\n");
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws Exception {
        try (TestServer server = TestServer.builder().guest("all", "/...", OK).maxHeadBytes(8192).start()) {
            String response = server.exchange("GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "b".repeat(10_000) + "\r\n\r\n");

            assertThat(response).startsWith("HTTP/1.1 431 ").doesNotContain("jetty");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2f..%2fb", "/a/../b", "/a;b=c/d", "//double//", "/a%2eb%20c"})
    void pathsReachTheGuestAsTheyWereSent(String path) throws Exception {
        HostGuest show = call -> call.respondText(200, call.request.pathWithQuery() + " " + call.header("spin-path-info"));
        try (TestServer server = TestServer.builder().guest("all", "/...", show).start()) {
            String response = server.exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(response).endsWith("\r\n\r\n" + path + " " + "/" + RoutePattern.trimSlashes(path) + (path.endsWith("/") ? "/" : ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/file/../../etc/passwd", "/%2e%2e/x", "/%zz"})
    void pathsThatLeaveTheRootOrAreNotEncodedAreRefused(String path) throws Exception {
        try (TestServer server = TestServer.builder().guest("all", "/...", OK).start()) {
            assertThat(server.exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n");
        }
    }

    @Test
    void speaksHttp2ByPriorKnowledgeAndByUpgradeOnTheSamePort() throws Exception {
        HostGuest guest = call -> call.respondText(200, call.readText() + " " + call.request.authority() + " " + call.header(
                "spin-full-url"));
        try (TestServer server = TestServer.builder().guest("all", "/...", guest).start();
                HttpClient upgrading = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
                var prior = new Http2(server.port())) {
            HttpResponse<String> upgraded = upgrading.send(HttpRequest.newBuilder(server.uri("/u")).build(), HttpResponse.BodyHandlers
                    .ofString());
            assertThat(upgraded.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(upgraded.body()).isEqualTo(" 127.0.0.1:" + server.port() + " http://127.0.0.1:" + server.port() + "/u");
            var response = prior.client().POST("http://127.0.0.1:" + server.port() + "/p")
                    .body(new org.eclipse.jetty.client.StringRequestContent("hi")).send();
            assertThat(response.getVersion()).isEqualTo(org.eclipse.jetty.http.HttpVersion.HTTP_2);
            assertThat(response.getContentAsString()).isEqualTo("hi 127.0.0.1:" + server.port() + " http://127.0.0.1:" + server.port()
                    + "/p");
            assertThat(server.get("/1").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void aStreamThatItsClientResetsEndsItsGuestAndNoOther() throws Exception {
        var started = new CountDownLatch(1);
        var ended = new CompletableFuture<String>();
        HostGuest patient = _ -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.complete("interrupted");
                throw e;
            }
        };
        try (TestServer server = TestServer.builder().guest("patient", "/patient", patient).guest("ok", "/ok", OK).start();
                var http2 = new Http2(server.port())) {
            var request = http2.client().newRequest("http://127.0.0.1:" + server.port() + "/patient");
            CompletableFuture<?> answer = new org.eclipse.jetty.client.CompletableResponseListener(request).send();
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            var _ = request.abort(new IOException("enough"));
            assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
            assertThat(http2.client().GET("http://127.0.0.1:" + server.port() + "/ok").getContentAsString()).isEqualTo("ok");
            assertThat(answer).isCompletedExceptionally();
        }
    }

    @Test
    void aConnectionThatWaitsForItsGuestIsNotIdle() throws Exception {
        var release = new CountDownLatch(1);
        HostGuest slow = call -> {
            release.await();
            call.respondText(200, "slow");
        };
        try (TestServer server = TestServer.builder().guest("slow", "/...", slow).idle(java.time.Duration.ofMillis(100)).start();
                Socket socket = server.connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            Thread.sleep(500);
            release.countDown();
            InputStream in = socket.getInputStream();
            assertThat(readUntil(in, "slow")).startsWith("HTTP/1.1 200");
            assertThat(in.read()).as("closed once it is idle").isEqualTo(-1);
        }
    }

    @Test
    void aBusyPortIsExplainedOrSteppedOver() throws Exception {
        try (TestServer first = TestServer.builder().guest("a", "/...", OK).start()) {
            int port = first.port();
            assertThatThrownBy(() -> TestServer.builder().guest("b", "/...", OK).port(port, false).start()).isInstanceOf(
                    TriggerException.class)
                    .hasMessage("127.0.0.1:" + port
                            + " is already in use. To have Spin search for a free port, use the --find-free-port option.");
            try (TestServer second = TestServer.builder().guest("b", "/...", OK).port(port, true).start()) {
                assertThat(second.port()).isBetween(port + 1, port + 9);
                assertThat(second.get("/").body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void aConnectionGoesOnAlthoughAGuestWorksAfterItsResponse() throws Exception {
        var release = new CountDownLatch(1);
        var late = new CountDownLatch(1);
        try (TestServer server = TestServer.builder().guest("slow", "/slow", call -> {
            call.respondText(200, "early");
            release.await();
            late.countDown();
        }).guest("fast", "/fast", call -> call.respondText(200, call.header("x-number"))).start(); Socket socket = server.connect()) {
            socket.getOutputStream().write("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(TestServer.readUntil(socket.getInputStream(), "early")).startsWith("HTTP/1.1 200");
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(("GET /fast HTTP/1.1\r\nHost: h\r\nX-Number: n" + i + ".\r\n\r\n").getBytes(
                        StandardCharsets.ISO_8859_1));
                assertThat(TestServer.readUntil(socket.getInputStream(), "n" + i + ".")).startsWith("HTTP/1.1 200");
            }
            assertThat(late.getCount()).as("the first guest still works").isEqualTo(1);
            release.countDown();
            late.await();
        }
    }

    @Test
    void aGuestMayAskForItsHeadersAfterTheResponse() throws Exception {
        var seen = new CompletableFuture<String>();
        var next = new CountDownLatch(1);
        try (TestServer server = TestServer.builder().guest("late", "/late", call -> {
            call.respondText(200, "done");
            next.await();
            seen.complete(call.header("x-mine"));
        }).guest("other", "/other", call -> call.respondText(200, "other")).start(); Socket socket = server.connect()) {
            socket.getOutputStream().write("GET /late HTTP/1.1\r\nHost: h\r\nX-Mine: first\r\n\r\n".getBytes(
                    StandardCharsets.ISO_8859_1));
            TestServer.readUntil(socket.getInputStream(), "done");
            socket.getOutputStream().write("GET /other HTTP/1.1\r\nHost: h\r\nX-Mine: second\r\n\r\n".getBytes(
                    StandardCharsets.ISO_8859_1));
            TestServer.readUntil(socket.getInputStream(), "other");
            next.countDown();
            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("first");
        }
    }
}
