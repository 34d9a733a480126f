package dev.spinjvm.host;

import static dev.spinjvm.host.Calls.allow;
import static dev.spinjvm.host.Calls.answer;
import static dev.spinjvm.host.Calls.awaitWritable;
import static dev.spinjvm.host.Calls.bytes;
import static dev.spinjvm.host.Calls.call;
import static dev.spinjvm.host.Calls.failure;
import static dev.spinjvm.host.Calls.fields;
import static dev.spinjvm.host.Calls.read;
import static dev.spinjvm.host.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.host.Calls.Body;
import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.BodySource;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.OutgoingHttp;
import dev.spinjvm.wasi.http.OutgoingHttp.Exchange;
import dev.spinjvm.wasi.http.OutgoingHttp.Response;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundHttpTest {
    private final OutboundHttp client = OutboundHttp.start();
    private final OutgoingHttp http = client.forComponent(new OutboundPolicy(allow("*://*:*"), host -> {}));

    @AfterEach
    void stop() {
        client.close();
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void sendsTheGuestsHeadersAndNothingMore() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            head.complete(connection.readHead());
            connection.write(ok("hello"));
        })) {
            Response response = call(http, request("GET", server.authority(), "/a/b?c=%20d&e", "x-one", "1", "accept", "*/*", "x-one",
                    "2"));

            assertThat(head.get())
                    .isEqualTo("GET /a/b?c=%20d&e HTTP/1.1\nHost: " + server.authority() + "\nx-one: 1\nAccept: */*\nx-one: 2\n");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers()).hasToString("content-length: 5");
            assertThat(read(response.body())).isEqualTo(new Body("hello", 5, "", null));
        }
    }

    @ParameterizedTest
    @CsvSource({"//a//b?x,//a//b?x", "/ä,/%C3%A4", "/{a}|\"b\"?^`,/{a}|\"b\"?^`", "/%zz?%,/%25zz?%25", "/a:b@c,/a:b@c", "/?,/?",
        "/?a=b&&c==,/?a=b&&c==",
        "/a/../b/./c,/a/../b/./c"})
    void thePathStaysAsTheGuestWroteIt(String path, String onTheWire) throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            head.complete(connection.readHead());
            connection.write(ok(""));
        })) {
            call(http, request("GET", server.authority(), path));

            assertThat(head.get()).startsWith("GET " + onTheWire + " HTTP/1.1\n");
        }
    }

    @Test
    void aBodyThatIsCompleteGoesWithItsLength() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            seen.complete(connection.readHead() + connection.read(5));
            connection.write(ok(""));
        })) {
            Exchange exchange = http.send(request("POST", server.authority(), "/"));
            exchange.body().finish(bytes("hello"), null);
            answer(exchange);

            assertThat(seen.get()).isEqualTo("POST / HTTP/1.1\nHost: " + server.authority() + "\nContent-Length: 5\nhello");
        }
    }

    @Test
    void aBodyThatIsWrittenPieceByPieceIsChunkedAndMayHaveTrailers() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        String chunked = "5\r\nhello\r\n5\r\nworld\r\n0\r\nx-sum: 1\r\n\r\n";
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            seen.complete(connection.readHead() + connection.read(chunked.length()));
            connection.write(ok(""));
        })) {
            Exchange exchange = http.send(request("POST", server.authority(), "/"));
            exchange.body().write(bytes("hello"));
            awaitWritable(exchange.body());
            exchange.body().write(bytes("world"));
            awaitWritable(exchange.body());
            exchange.body().finish(null, fields("x-sum", "1"));
            answer(exchange);

            assertThat(seen.get()).contains("Transfer-Encoding: chunked\n").endsWith(chunked);
        }
    }

    @Test
    void aDeclaredLengthReplacesChunks() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            seen.complete(connection.readHead() + connection.read(10));
            connection.write(ok(""));
        })) {
            Exchange exchange = http.send(request("PUT", server.authority(), "/", "content-length", "10"));
            exchange.body().flush();
            exchange.body().write(bytes("hello"));
            awaitWritable(exchange.body());
            exchange.body().finish(bytes("world"), null);
            answer(exchange);

            assertThat(seen.get()).isEqualTo("PUT / HTTP/1.1\nHost: " + server.authority() + "\nContent-Length: 10\nhelloworld");
        }
    }

    @Test
    void theAnswerMayComeBeforeTheBodyEnds() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            // The line end of a chunk arrives with the next one.
            for (int length = 4, i = 0; i < 3; length = 6, i++) {
                connection.write(connection.read(length));
            }
            connection.write(connection.read(7));
        })) {
            Exchange exchange = http.send(request("POST", server.authority(), "/"));
            exchange.body().flush();
            Response response = answer(exchange);
            for (String digit : List.of("1", "2", "3")) {
                exchange.body().write(bytes(digit));
                BodySource.Read read = Calls.next(response.body());
                assertThat(read).isInstanceOfSatisfying(BodySource.Chunk.class, chunk -> {
                    assertThat((char) chunk.bytes().get()).isEqualTo(digit.charAt(0));
                    chunk.release().run();
                });
                awaitWritable(exchange.body());
            }
            exchange.body().finish(null, null);

            assertThat(read(response.body())).isEqualTo(new Body("", 0, "", null));
        }
    }

    @Test
    void aBodyThatBreaksOffLooksBrokenToTheServer() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        CountDownLatch received = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            String chunk = connection.read(7);
            received.countDown();
            seen.complete(chunk + connection.readToEnd());
        })) {
            Exchange exchange = http.send(request("POST", server.authority(), "/"));
            exchange.body().write(bytes("part"));
            received.await();
            exchange.body().abort(ErrorCode.of(ErrorCode.Kind.HTTP_PROTOCOL_ERROR));

            assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("4\r\npart");
            assertThat(failure(exchange)).hasToString("HTTP-protocol-error");
        }
    }

    @Test
    void readsChunksAndTrailersAndLeavesOutWhatGuestsMayNotSee() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(
                lines("HTTP/1.1 207 Multi", "Transfer-Encoding: chunked", "Connection: keep-alive", "Keep-Alive: 5", "Trailer: x-sum",
                        "X-Kept: ä", "Content-Encoding: gzip", "", "3", "abc", "4", "defg", "0", "X-Sum: 7", ""))) {
            Response response = call(http, request("GET", server.authority(), "/"));

            assertThat(response.status()).isEqualTo(207);
            assertThat(response.headers()).hasToString("trailer: x-sum, x-kept: ä, content-encoding: gzip");
            assertThat(read(response.body())).isEqualTo(new Body("abcdefg", 7, "x-sum: 7", null));
        }
    }

    @Test
    void redirectsChallengesAndCookiesAreTheGuestsBusiness() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
                heads.add(head);
                connection.write(lines("HTTP/1.1 100 Continue", "", "HTTP/1.1 103 Early Hints", "", "HTTP/1.1 302 Found", "Location: /b",
                        "Set-Cookie: a=b", "Content-Length: 0", ""));
            }
        })) {
            Response first = call(http, request("GET", server.authority(), "/"));
            assertThat(first.status()).isEqualTo(302);
            assertThat(first.headers()).hasToString("location: /b, set-cookie: a=b, content-length: 0");
            assertThat(read(first.body()).length()).isZero();
            read(call(http, request("GET", server.authority(), "/second", "expect", "100-continue")).body());

            assertThat(heads).containsExactly("GET / HTTP/1.1\nHost: " + server.authority() + "\n",
                    "GET /second HTTP/1.1\nHost: " + server.authority() + "\n");
        }
    }

    @Test
    void aResponseToHeadHasNoBody() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")) {
            Response response = call(http, request("HEAD", server.authority(), "/"));

            assertThat(response.headers()).hasToString("content-length: 5");
            assertThat(read(response.body())).isEqualTo(new Body("", 0, "", null));
        }
    }

    @Test
    void aConnectionThatEndsEarlyBreaksTheResponse() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        })) {
            Response response = call(http, request("GET", server.authority(), "/"));

            assertThat(read(response.body())).isEqualTo(new Body("half", 4, "", ErrorCode.of(ErrorCode.Kind.HTTP_RESPONSE_INCOMPLETE)));
        }
    }

    @Test
    void aConnectionThatEndsBeforeTheAnswerFailsTheRequest() throws Exception {
        try (LoopbackServer silent = LoopbackServer.serving(LoopbackServer.Connection::readHead);
                LoopbackServer resetting = LoopbackServer.serving(connection -> {
                    connection.readHead();
                    connection.reset();
                });
                LoopbackServer babbling = LoopbackServer.answering("SMTP ready\r\n\r\n")) {
            assertThat(failure(http, request("POST", silent.authority(), "/"))).hasToString("connection-terminated");
            assertThat(failure(http, request("GET", silent.authority(), "/"))).hasToString("connection-terminated");
            assertThat(failure(http, request("GET", resetting.authority(), "/"))).hasToString("connection-terminated");
            assertThat(failure(http, request("GET", babbling.authority(), "/"))).hasToString("HTTP-protocol-error");
        }
    }

    @Test
    void aRequestIsRepeatedWhenAKeptConnectionTurnsOutBroken() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            connection.write(ok("a"));
            while (!connection.readHead().isEmpty()) {
                if (broken.compareAndSet(false, true)) {
                    return;
                }
                connection.write(ok("a"));
            }
        })) {
            // A connection that is still on its way back when the next request goes out is not taken; another is made then.
            for (int request = 0; request < 100 && !broken.get(); request++) {
                assertThat(read(call(http, request("GET", server.authority(), "/")).body()).text()).isEqualTo("a");
            }

            assertThat(broken).isTrue();
        }
    }

    @Test
    void hugeResponseHeadersAreRefused() throws Exception {
        String field = "X: " + "v".repeat(60_000) + "\r\n";
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 200 OK\r\n" + field.repeat(3) + "Content-Length: 0\r\n\r\n");
                LoopbackServer worse = LoopbackServer.answering("HTTP/1.1 200 OK\r\n" + field.repeat(6) + "Content-Length: 0\r\n\r\n")) {
            assertThat(failure(http, request("GET", server.authority(), "/"))).hasToString("HTTP-response-header-section-size");
            assertThat(failure(http, request("GET", worse.authority(), "/"))).hasToString("HTTP-response-header-section-size");
        }
    }

    @Test
    void aLargeRequestHeadPasses() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        String value = "v".repeat(100_000);
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            head.complete(connection.readHead());
            connection.write(ok(""));
        })) {
            call(http, request("GET", server.authority(), "/", "x", value));

            assertThat(head.get()).contains("x: " + value);
        }
    }

    @Test
    void nobodyListening() throws Exception {
        int port;
        try (LoopbackServer server = LoopbackServer.answering("")) {
            port = server.port();
        }

        assertThat(failure(http, request("GET", "127.0.0.1:" + port, "/"))).hasToString("connection-refused");
    }

    @Test
    void theFirstByteMayBeAwaitedForSoLong() throws Exception {
        OutgoingHttp.Options impatient = new OutgoingHttp.Options(Calls.LONG, Duration.ofMillis(20), Calls.LONG);
        CountDownLatch over = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.serving(connection -> over.await())) {
            assertThat(failure(http, request(impatient, "GET", server.authority(), "/"))).hasToString("connection-read-timeout");
            over.countDown();
        }
    }

    @Test
    void theNextByteMayBeAwaitedForSoLong() throws Exception {
        OutgoingHttp.Options impatient = new OutgoingHttp.Options(Calls.LONG, Calls.LONG, Duration.ofMillis(20));
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            rest.complete(connection.readToEnd());
        })) {
            Response response = call(http, request(impatient, "GET", server.authority(), "/"));

            assertThat(read(response.body()).error()).hasToString("connection-read-timeout");
            assertThat(rest.get(60, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void aConnectionMayTakeSoLongToBeMade() throws Exception {
        OutgoingHttp.Options impatient = new OutgoingHttp.Options(Duration.ofMillis(20), Calls.LONG, Calls.LONG);
        CountDownLatch over = new CountDownLatch(1);
        HostResolver slow = host -> {
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return HostResolver.SYSTEM.resolve("127.0.0.1");
        };
        try (OutboundHttp other = OutboundHttp.start(slow, address -> true, null)) {
            OutgoingHttp component = other.forComponent(new OutboundPolicy(allow("*://*:*"), host -> {}));
            assertThat(failure(component, request(impatient, "GET", "slow.example", "/"))).hasToString("connection-timeout");
            over.countDown();
        }
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        CountDownLatch received = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            received.countDown();
            rest.complete(connection.readToEnd());
        })) {
            Exchange exchange = http.send(request("GET", server.authority(), "/"));
            exchange.body().finish(null, null);
            received.await();
            exchange.cancel();
            exchange.cancel();

            assertThat(rest.get(60, TimeUnit.SECONDS)).isEmpty();
            assertThat(failure(exchange).kind()).isEqualTo(ErrorCode.Kind.INTERNAL_ERROR);
        }
    }

    @Test
    void givingUpTheBodyClosesTheConnection() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            rest.complete(connection.readToEnd());
        })) {
            Response response = call(http, request("GET", server.authority(), "/"));
            response.body().cancel();

            assertThat(rest.get(60, TimeUnit.SECONDS)).isEmpty();
            assertThat(read(response.body()).error()).isNotNull();
        }
    }

    @Test
    void aServerThatDoesNotReadHoldsTheWriterBack() throws Exception {
        int chunk = 1024 * 1024;
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Long> received = new CompletableFuture<>();
        int total = 64 * chunk;
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            held.await();
            received.complete(connection.skip(total));
            connection.write(ok(""));
        })) {
            Exchange exchange = http.send(request("POST", server.authority(), "/", "content-length", String.valueOf(total)));
            BodySink sink = exchange.body();
            int sent = 0;
            CompletableFuture<Boolean> blocked = new CompletableFuture<>();
            while (sent < total && !blocked.isDone()) {
                sink.write(ByteBuffer.allocate(chunk));
                sent += chunk;
                CountDownLatch writable = new CountDownLatch(1);
                sink.onWritable(writable::countDown);
                if (!writable.await(2, TimeUnit.SECONDS)) {
                    blocked.complete(true);
                    held.countDown();
                    writable.await();
                }
            }
            assertThat(blocked.isDone()).isTrue();
            while (sent < total) {
                sink.write(ByteBuffer.allocate(chunk));
                sent += chunk;
                awaitWritable(sink);
            }
            sink.finish(null, null);
            answer(exchange);

            assertThat(received.get()).isEqualTo(total);
        }
    }

    @Test
    void aReaderThatDoesNotReadHoldsTheServerBack() throws Exception {
        int total = 64 * 1024 * 1024;
        CountDownLatch sent = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + total + "\r\n\r\n");
            byte[] chunk = new byte[65536];
            for (int i = 0; i < total / chunk.length; i++) {
                connection.write(chunk);
            }
            sent.countDown();
        })) {
            Response response = call(http, request("GET", server.authority(), "/"));
            assertThat(sent.await(1, TimeUnit.SECONDS)).isFalse();

            assertThat(read(response.body()).length()).isEqualTo(total);
        }
    }

    @Test
    void manyRequestsWaitForOneServerAtOnce() throws Exception {
        int count = 400;
        CountDownLatch all = new CountDownLatch(count);
        try (LoopbackServer server = LoopbackServer.serving(connection -> {
            connection.readHead();
            all.countDown();
            all.await();
            connection.write(ok("done"));
        })) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Exchange exchange = http.send(request("GET", server.authority(), "/"));
                exchange.body().finish(null, null);
                exchanges.add(exchange);
            }
            for (Exchange exchange : exchanges) {
                assertThat(read(answer(exchange).body()).text()).isEqualTo("done");
            }
        }
    }
}
