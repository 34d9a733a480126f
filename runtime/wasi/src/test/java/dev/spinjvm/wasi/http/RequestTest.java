package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.HttpGuest.bytes;
import static dev.spinjvm.wasi.http.HttpGuest.error;
import static dev.spinjvm.wasi.http.HttpGuest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.http.BodySource.End;
import dev.spinjvm.wasi.http.BodySource.Failed;
import dev.spinjvm.wasi.http.HttpGuest.FakeExchange;
import dev.spinjvm.wasi.http.HttpGuest.FakeSource;
import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.OutputStream;
import dev.spinjvm.wasi.io.Pollable;
import dev.spinjvm.wasi.io.WasiTrap;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private final HttpGuest guest = new HttpGuest();

    private OutgoingRequest request(String... headers) {
        OutgoingRequest request = guest.call(OutgoingRequest.class, "[constructor]outgoing-request", guest.fields(headers));
        guest.call("[method]outgoing-request.set-path-with-query", request, "/");
        return request;
    }

    private FutureResponse send(OutgoingRequest request) {
        return guest.ok(FutureResponse.class, "handle", request, null);
    }

    private FakeExchange exchange() {
        return guest.exchanges.getLast();
    }

    private static IncomingRequest incoming(String method, BodySource body) {
        return new IncomingRequest(method, "http", "example.com", "/a?b", Fields::new, body);
    }

    private IncomingBody consumed(BodySource source) {
        return guest.ok(IncomingBody.class, "[method]incoming-request.consume", incoming("POST", source));
    }

    @Test
    void anIncomingRequestShowsItsHead() {
        IncomingRequest request = incoming("POST", BodySource.EMPTY);

        assertThat(guest.call("[method]incoming-request.method", request)).isEqualTo(new Variant(2, null));
        assertThat(guest.call("[method]incoming-request.method", incoming("BREW", BodySource.EMPTY))).isEqualTo(new Variant(9, "BREW"));
        assertThat(guest.call("[method]incoming-request.scheme", request)).isEqualTo(new Variant(0, null));
        assertThat(guest.call("[method]incoming-request.authority", request)).isEqualTo("example.com");
        assertThat(guest.call("[method]incoming-request.path-with-query", request)).isEqualTo("/a?b");
        Fields headers = guest.call(Fields.class, "[method]incoming-request.headers", request);
        assertThat(guest.call("[method]fields.append", headers, "x", bytes("1"))).isEqualTo(Result.err(new Variant(2, null)));
    }

    @Test
    void bodyAndStreamOfARequestAreGivenOnce() {
        IncomingRequest request = incoming("POST", BodySource.EMPTY);
        IncomingBody body = guest.ok(IncomingBody.class, "[method]incoming-request.consume", request);
        guest.ok(InputStream.class, "[method]incoming-body.stream", body);

        assertThat(guest.call("[method]incoming-request.consume", request)).isEqualTo(Result.err(null));
        assertThat(guest.call("[method]incoming-body.stream", body)).isEqualTo(Result.err(null));
        assertThatThrownBy(() -> guest.call("[static]incoming-body.finish", body)).isInstanceOf(WasiTrap.class);
    }

    @Test
    void aBodyIsReadAsFarAsTheGuestAsks() {
        FakeSource source = new FakeSource("hello", "world");
        InputStream stream = guest.ok(InputStream.class, "[method]incoming-body.stream", consumed(source));
        assertThat(source.polls).isZero();

        assertThat(text(guest.ok(byte[].class, "[method]input-stream.read", stream, 2L))).isEqualTo("he");
        assertThat(text(guest.ok(byte[].class, "[method]input-stream.read", stream, 99L))).isEqualTo("llo");
        assertThat(source.polls).isOne();
        assertThat(source.released).isOne();
        assertThat(guest.ok(Long.class, "[method]input-stream.skip", stream, 3L)).isEqualTo(3L);
        assertThat(text(guest.ok(byte[].class, "[method]input-stream.blocking-read", stream, 99L))).isEqualTo("ld");
        assertThat(guest.ok(byte[].class, "[method]input-stream.read", stream, 99L)).isEmpty();
        Pollable pollable = guest.call(Pollable.class, "[method]input-stream.subscribe", stream);
        assertThat(pollable.ready()).isFalse();
        source.supply(End.WITHOUT_TRAILERS);
        assertThat(pollable.ready()).isTrue();
        assertThat(guest.call("[method]input-stream.read", stream, 99L)).isEqualTo(Result.err(new Variant(1, null)));
    }

    @Test
    void aBrokenBodyFailsOnceAndTellsWhy() {
        FakeSource source = new FakeSource("part");
        source.supply(new Failed(ErrorCode.of(ErrorCode.Kind.CONNECTION_TERMINATED)));
        InputStream stream = guest.ok(InputStream.class, "[method]incoming-body.stream", consumed(source));
        assertThat(text(guest.ok(byte[].class, "[method]input-stream.read", stream, 99L))).isEqualTo("part");

        Variant failed = (Variant) Objects.requireNonNull(
                ((Result.Err) guest.call(Result.class, "[method]input-stream.read", stream, 99L)).error());
        assertThat(failed.index()).isZero();
        Variant code = guest.call(Variant.class, "http-error-code", failed.payload());
        assertThat(ErrorCode.fromVariant(code)).hasToString("connection-terminated");
        assertThat(guest.call("[method]input-stream.read", stream, 99L)).isEqualTo(Result.err(new Variant(1, null)));
    }

    @Test
    void trailersFollowTheRestOfTheBodyAndAreGivenOnce() {
        FakeSource source = new FakeSource("skipped");
        FutureTrailers future = guest.call(FutureTrailers.class, "[static]incoming-body.finish", consumed(source));
        Pollable pollable = guest.call(Pollable.class, "[method]future-trailers.subscribe", future);
        assertThat(guest.call("[method]future-trailers.get", future)).isNull();
        assertThat(pollable.ready()).isFalse();
        source.supply("more");
        assertThat(pollable.ready()).isFalse();
        source.supply(new End(guest.fields("x-sum", "1")));

        assertThat(pollable.ready()).isTrue();
        Result inner = guest.ok(Result.class, "[method]future-trailers.get", future);
        assertThat(((Result.Ok) inner).value()).hasToString("x-sum: 1");
        assertThat(((Fields) Objects.requireNonNull(((Result.Ok) inner).value())).isImmutable()).isTrue();
        assertThat(guest.call("[method]future-trailers.get", future)).isEqualTo(Result.err(null));
        assertThat(source.released).isEqualTo(2);
    }

    @Test
    void aBodyWithoutTrailersEndsInNone() {
        FutureTrailers future = guest.call(FutureTrailers.class, "[static]incoming-body.finish", consumed(BodySource.EMPTY));

        assertThat(guest.call("[method]future-trailers.get", future)).isEqualTo(Result.ok(Result.ok(null)));
    }

    @Test
    void aBodyThatBrokeHasAnErrorForTrailers() {
        FakeSource source = new FakeSource();
        source.supply(new Failed(ErrorCode.of(ErrorCode.Kind.CONNECTION_TERMINATED)));
        FutureTrailers future = guest.call(FutureTrailers.class, "[static]incoming-body.finish", consumed(source));

        assertThat(error(guest.ok(Result.class, "[method]future-trailers.get", future))).isEqualTo("connection-terminated");
    }

    @Test
    void aBodyDroppedOrLeftIsGivenUp() {
        FakeSource dropped = new FakeSource("x");
        FakeSource left = new FakeSource("x");
        IncomingBody body = consumed(dropped);
        InputStream stream = guest.ok(InputStream.class, "[method]incoming-body.stream", body);
        stream.ready();
        assertThatThrownBy(() -> guest.drop(body)).isInstanceOf(WasiTrap.class);
        guest.drop(stream);
        guest.drop(body);
        consumed(left);
        guest.context.close();

        assertThat(dropped.cancelled).isTrue();
        assertThat(dropped.released).isOne();
        assertThat(left.cancelled).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"set-method,9", "set-scheme,2"})
    void methodAndSchemeMustBeTokens(String setter, int otherCase) {
        OutgoingRequest request = request();

        assertThat(guest.call("[method]outgoing-request." + setter, request, new Variant(otherCase, "a b"))).isEqualTo(Result.err(null));
        assertThat(guest.call("[method]outgoing-request." + setter, request, new Variant(otherCase, ""))).isEqualTo(Result.err(null));
        assertThat(guest.call("[method]outgoing-request." + setter, request, new Variant(otherCase, "BREW"))).isEqualTo(Result.OK);
        assertThat(guest.call("[method]outgoing-request." + setter.substring(4), request)).isEqualTo(new Variant(otherCase, "BREW"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a?b", "a:", "a:x", "a:65536", ":80", "[::1", "a]", "[::1]x", "a#", "ä", "a:1:2", "@"})
    void anInvalidAuthorityIsRefused(String authority) {
        assertThat(guest.call("[method]outgoing-request.set-authority", request(), authority)).isEqualTo(Result.err(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b:80", "127.0.0.1:65535", "[::1]", "[::1]:8080", "user:secret@a:1"})
    void aValidAuthorityIsTaken(String authority) {
        OutgoingRequest request = request();

        assertThat(guest.call("[method]outgoing-request.set-authority", request, authority)).isEqualTo(Result.OK);
        assertThat(guest.call("[method]outgoing-request.authority", request)).isEqualTo(authority);
        assertThat(guest.call("[method]outgoing-request.set-authority", request, (Object) null)).isEqualTo(Result.OK);
        assertThat(guest.call("[method]outgoing-request.authority", request)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/\n", "a", "/<", "/a?b=c d"})
    void anInvalidPathIsRefused(String path) {
        assertThat(guest.call("[method]outgoing-request.set-path-with-query", request(), path)).isEqualTo(Result.err(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a?b=%20", "?q", "", "/ä"})
    void aValidPathIsTaken(String path) {
        OutgoingRequest request = request();

        assertThat(guest.call("[method]outgoing-request.set-path-with-query", request, path)).isEqualTo(Result.OK);
        assertThat(guest.call("[method]outgoing-request.path-with-query", request)).isEqualTo(path);
    }

    @Test
    void theWholeRequestReachesTheClient() {
        OutgoingRequest request = request("x", "1");
        guest.call("[method]outgoing-request.set-method", request, new Variant(2, null));
        guest.call("[method]outgoing-request.set-scheme", request, new Variant(1, null));
        guest.call("[method]outgoing-request.set-authority", request, "example.com:8443");
        guest.call("[method]outgoing-request.set-path-with-query", request, "?q#fragment");
        guest.call("[method]outgoing-request.body", request);
        RequestOptions options = guest.call(RequestOptions.class, "[constructor]request-options");
        assertThat(guest.call("[method]request-options.first-byte-timeout", options)).isNull();
        guest.call("[method]request-options.set-first-byte-timeout", options, 5_000_000L);
        assertThat(guest.call("[method]request-options.first-byte-timeout", options)).isEqualTo(5_000_000L);
        guest.ok(FutureResponse.class, "handle", request, options);

        OutgoingHttp.Request sent = exchange().request;
        assertThat(sent.headers()).hasToString("x: 1");
        assertThat(new OutgoingHttp.Request(sent.method(), sent.scheme(), sent.authority(), sent.pathWithQuery(), sent.headers(),
                sent.hasBody(), sent.options()))
                .isEqualTo(new OutgoingHttp.Request("POST", "https", "example.com:8443", "/?q", sent.headers(), true,
                        new OutgoingHttp.Options(Duration.ofMinutes(10), Duration.ofMillis(5), Duration.ofMinutes(10))));
    }

    @Test
    void whatCannotBeSentFailsAtOnce() {
        OutgoingRequest unknownScheme = request();
        guest.call("[method]outgoing-request.set-scheme", unknownScheme, new Variant(2, "ftp"));
        OutgoingRequest noPath = guest.call(OutgoingRequest.class, "[constructor]outgoing-request", guest.fields());

        assertThat(error(guest.call("handle", unknownScheme, null))).isEqualTo("HTTP-protocol-error");
        assertThat(error(guest.call("handle", noPath, null))).isEqualTo("HTTP-request-URI-invalid");
        assertThat(guest.exchanges).isEmpty();
    }

    @Test
    void aFutureResponseIsGivenOnce() {
        FutureResponse future = send(request());
        Pollable pollable = guest.call(Pollable.class, "[method]future-incoming-response.subscribe", future);
        assertThat(guest.call("[method]future-incoming-response.get", future)).isNull();
        assertThat(pollable.ready()).isFalse();
        exchange().answer.complete(new OutgoingHttp.Response(201, guest.fields("x", "1"), new FakeSource("body")));

        assertThat(pollable.ready()).isTrue();
        Result.Ok inner = (Result.Ok) guest.ok(Result.class, "[method]future-incoming-response.get", future);
        IncomingResponse response = (IncomingResponse) Objects.requireNonNull(inner.value());
        assertThat(guest.call("[method]future-incoming-response.get", future)).isEqualTo(Result.err(null));
        assertThat(guest.call("[method]incoming-response.status", response)).isEqualTo(201);
        Fields headers = guest.call(Fields.class, "[method]incoming-response.headers", response);
        assertThat(guest.call("[method]fields.delete", headers, "x")).isEqualTo(Result.err(new Variant(2, null)));
        IncomingBody body = guest.ok(IncomingBody.class, "[method]incoming-response.consume", response);
        assertThat(guest.call("[method]incoming-response.consume", response)).isEqualTo(Result.err(null));
        InputStream stream = guest.ok(InputStream.class, "[method]incoming-body.stream", body);
        assertThat(text(guest.ok(byte[].class, "[method]input-stream.blocking-read", stream, 9L))).isEqualTo("body");
        assertThat(exchange().cancelled).isFalse();
    }

    @Test
    void aFailedRequestArrivesThroughTheFuture() {
        FutureResponse future = send(request());
        exchange().answer.completeExceptionally(
                new OutgoingHttp.HttpException(ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_DENIED), null));

        Result inner = guest.ok(Result.class, "[method]future-incoming-response.get", future);
        assertThat(error(inner)).isEqualTo("HTTP-request-denied");
        assertThat(guest.call("[method]future-incoming-response.get", future)).isEqualTo(Result.err(null));
    }

    @Test
    void aRequestThatNobodyWaitsForIsCancelled() {
        FutureResponse future = send(request());
        FakeExchange dropped = exchange();
        guest.drop(future);
        send(request());
        guest.context.close();

        assertThat(dropped.cancelled).isTrue();
        assertThat(exchange().cancelled).isTrue();
    }

    @Test
    void aResponseDroppedUnreadIsGivenUp() {
        FutureResponse future = send(request());
        FakeSource source = new FakeSource("x");
        exchange().answer.complete(new OutgoingHttp.Response(200, guest.fields(), source));
        Result.Ok inner = (Result.Ok) guest.ok(Result.class, "[method]future-incoming-response.get", future);
        guest.drop(Objects.requireNonNull(inner.value()));

        assertThat(source.cancelled).isTrue();
    }

    @Test
    void aRequestBodyStreamsAndItsLengthIsChecked() {
        OutgoingRequest request = request("content-length", "5");
        OutgoingBody body = guest.ok(OutgoingBody.class, "[method]outgoing-request.body", request);
        OutputStream stream = guest.ok(OutputStream.class, "[method]outgoing-body.write", body);
        send(request);
        guest.momentPasses();
        guest.call("[method]output-stream.blocking-write-and-flush", stream, bytes("abc"));
        guest.drop(stream);

        assertThat(error(guest.call("[static]outgoing-body.finish", body, null))).isEqualTo("HTTP-request-body-size(3)");
        assertThat(exchange().sink.events).containsExactly("flush", "write abc", "abort");
    }

    @Test
    void aSmallRequestLeavesAsAWhole() {
        OutgoingRequest request = request();
        OutgoingBody body = guest.ok(OutgoingBody.class, "[method]outgoing-request.body", request);
        OutputStream stream = guest.ok(OutputStream.class, "[method]outgoing-body.write", body);
        send(request);
        guest.call("[method]output-stream.blocking-write-and-flush", stream, bytes("abc"));
        guest.drop(stream);
        guest.call("[static]outgoing-body.finish", body, null);
        send(request());

        assertThat(guest.exchanges.getFirst().sink.events).containsExactly("finish abc");
        assertThat(guest.exchanges.getLast().sink.events).containsExactly("finish");
        assertThat(guest.exchanges.getLast().request.hasBody()).isFalse();
    }

    @Test
    void aWholeChunkMovesBySplice() {
        FakeSource source = new FakeSource("spliced");
        source.supply(End.WITHOUT_TRAILERS);
        InputStream in = guest.ok(InputStream.class, "[method]incoming-body.stream", consumed(source));
        OutgoingRequest request = request();
        OutgoingBody body = guest.ok(OutgoingBody.class, "[method]outgoing-request.body", request);
        OutputStream out = guest.ok(OutputStream.class, "[method]outgoing-body.write", body);
        send(request);
        guest.momentPasses();

        assertThat(guest.ok(Long.class, "[method]output-stream.blocking-splice", out, in, 65536L)).isEqualTo(7L);
        assertThat(guest.call("[method]output-stream.blocking-splice", out, in, 65536L)).isEqualTo(Result.err(new Variant(1, null)));
        assertThat(exchange().sink.events).containsExactly("flush", "write spliced");
    }
}
