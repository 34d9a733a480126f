package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.HttpGuest.bytes;
import static dev.spinjvm.wasi.http.HttpGuest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.io.OutputStream;
import dev.spinjvm.wasi.io.Pollable;
import dev.spinjvm.wasi.io.WasiTrap;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ResponseTest {
    private final HttpGuest guest = new HttpGuest();
    private final HttpGuest.FakeServer server = new HttpGuest.FakeServer();

    private OutgoingResponse response(String... headers) {
        return guest.call(OutgoingResponse.class, "[constructor]outgoing-response", guest.fields(headers));
    }

    private OutgoingBody body(OutgoingResponse response) {
        return guest.ok(OutgoingBody.class, "[method]outgoing-response.body", response);
    }

    private OutputStream stream(OutgoingBody body) {
        return guest.ok(OutputStream.class, "[method]outgoing-body.write", body);
    }

    private void set(OutgoingResponse response) {
        guest.call("[static]response-outparam.set", server.outparam, Result.ok(response));
    }

    private Object write(OutputStream stream, String text) {
        return guest.call(Result.class, "[method]output-stream.blocking-write-and-flush", stream, bytes(text));
    }

    private Object finish(OutgoingBody body) {
        return guest.call(Result.class, "[static]outgoing-body.finish", body, null);
    }

    @Test
    void headersAreFrozenAndTheStatusIsChecked() {
        Fields headers = guest.fields("x", "1");
        OutgoingResponse response = guest.call(OutgoingResponse.class, "[constructor]outgoing-response", headers);

        assertThat(guest.call("[method]fields.delete", headers, "x")).isEqualTo(Result.err(new Variant(2, null)));
        assertThat(guest.call(Fields.class, "[method]outgoing-response.headers", response).isImmutable()).isTrue();
        assertThat(guest.call("[method]outgoing-response.status-code", response)).isEqualTo(200);
        assertThat(guest.call("[method]outgoing-response.set-status-code", response, 99)).isEqualTo(Result.err(null));
        assertThat(guest.call("[method]outgoing-response.set-status-code", response, 1000)).isEqualTo(Result.err(null));
        assertThat(guest.call("[method]outgoing-response.set-status-code", response, 418)).isEqualTo(Result.OK);
        assertThat(guest.call("[method]outgoing-response.status-code", response)).isEqualTo(418);
    }

    @Test
    void bodyAndWriteAreGivenOnce() {
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        stream(body);

        assertThat(guest.call("[method]outgoing-response.body", response)).isEqualTo(Result.err(null));
        assertThat(guest.call("[method]outgoing-body.write", body)).isEqualTo(Result.err(null));
    }

    @Test
    void aMalformedContentLengthHasNoBody() {
        assertThat(guest.call("[method]outgoing-response.body", response("content-length", "1x"))).isEqualTo(Result.err(null));
        assertThat(guest.call("[method]outgoing-response.body", response("content-length", "1", "content-length", "2")))
                .isEqualTo(Result.err(null));
    }

    @Test
    void aSmallResponseLeavesAsAWhole() {
        OutgoingResponse response = response("content-type", "text/plain");
        OutgoingBody body = body(response);
        set(response);
        OutputStream stream = stream(body);

        assertThat(write(stream, "hello ")).isEqualTo(Result.OK);
        assertThat(write(stream, "world")).isEqualTo(Result.OK);
        guest.drop(stream);
        assertThat(finish(body)).isEqualTo(Result.OK);
        guest.momentPasses();

        assertThat(server.events).containsExactly("200 content-type: text/plain");
        assertThat(server.sink.events).containsExactly("finish hello world");
    }

    @Test
    void whatIsHeldBackLeavesAfterAMomentWhileTheGuestGoesOn() {
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        OutputStream stream = stream(body);
        set(response);
        write(stream, "first");
        guest.momentPasses();
        assertThat(server.sink.events).containsExactly("write first");

        write(stream, "second");
        guest.drop(stream);
        finish(body);
        assertThat(server.sink.events).containsExactly("write first", "write second", "finish");
    }

    @Test
    void theHeadLeavesAfterAMomentWithoutABody() {
        OutgoingResponse response = response();
        body(response);
        set(response);
        assertThat(server.sink.events).isEmpty();
        guest.momentPasses();

        assertThat(server.sink.events).containsExactly("flush");
    }

    @Test
    void bytesWrittenBeforeTheResponseIsSetLeaveWithIt() {
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        OutputStream stream = stream(body);
        write(stream, "early");
        guest.drop(stream);
        finish(body);
        assertThat(server.sink.events).isEmpty();
        set(response);

        assertThat(server.sink.events).containsExactly("finish early");
    }

    @Test
    void aBodyThatWasNeverTakenIsEmpty() {
        set(response());

        assertThat(server.sink.events).containsExactly("finish");
    }

    @Test
    void trailersGoWithFinish() {
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        set(response);
        assertThat(guest.call("[static]outgoing-body.finish", body, guest.fields("x-sum", "1"))).isEqualTo(Result.OK);

        assertThat(server.sink.events).containsExactly("finish [x-sum: 1]");
    }

    @Test
    void aBodyDroppedWithoutFinishBreaksOffAfterWhatWasFlushed() {
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        set(response);
        OutputStream stream = stream(body);
        write(stream, "part");
        guest.drop(stream);
        guest.drop(body);

        assertThat(server.sink.events).containsExactly("write part", "abort");
    }

    @Test
    void aGuestThatEndsWithoutFinishBreaksItsBodyOff() {
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        set(response);
        stream(body);
        guest.context.close();
        guest.context.close();

        assertThat(server.sink.events).containsExactly("abort");
    }

    @Test
    void aFinishedBodyOutlivesItsGuest() {
        server.sink.slow = true;
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        set(response);
        OutputStream stream = stream(body);
        write(stream, "a".repeat(4000));
        guest.momentPasses();
        guest.call("[method]output-stream.check-write", stream);
        guest.call("[method]output-stream.write", stream, bytes("last"));
        guest.drop(stream);
        finish(body);
        guest.context.close();
        assertThat(server.sink.events).containsExactly("write 4000 bytes");
        server.sink.completeWrite();

        assertThat(server.sink.events).containsExactly("write 4000 bytes", "finish last");
    }

    @Test
    void bodyAndStreamAreParentAndChild() {
        OutgoingBody body = body(response());
        stream(body);

        assertThatThrownBy(() -> finish(body)).isInstanceOf(WasiTrap.class);
        assertThatThrownBy(() -> guest.drop(body)).isInstanceOf(WasiTrap.class);
    }

    @Test
    void fewerBytesThanDeclaredFailFinishAndBreakTheBodyOff() {
        OutgoingResponse response = response("content-length", "10");
        OutgoingBody body = body(response);
        set(response);
        OutputStream stream = stream(body);
        write(stream, "four");
        guest.drop(stream);

        assertThat(error(finish(body))).isEqualTo("HTTP-response-body-size(4)");
        assertThat(server.sink.events).containsExactly("write four", "abort");
    }

    @Test
    void moreBytesThanDeclaredFailTheStreamAndFinish() {
        OutgoingResponse response = response("content-length", "3");
        OutgoingBody body = body(response);
        set(response);
        OutputStream stream = stream(body);
        Result.Err failed = (Result.Err) write(stream, "four");
        Variant streamError = (Variant) Objects.requireNonNull(failed.error());
        assertThat(streamError.index()).isZero();
        Variant code = guest.call(Variant.class, "http-error-code", streamError.payload());
        assertThat(ErrorCode.fromVariant(code)).isEqualTo(ErrorCode.size(ErrorCode.Kind.HTTP_RESPONSE_BODY_SIZE, 4));
        assertThat(write(stream, "x")).isEqualTo(Result.err(new Variant(1, null)));
        guest.drop(stream);

        assertThat(error(finish(body))).isEqualTo("HTTP-response-body-size(4)");
        assertThat(server.sink.events).containsExactly("abort");
    }

    @Test
    void aSlowClientHoldsTheGuestBackAtOneChunk() {
        server.sink.slow = true;
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        set(response);
        OutputStream stream = stream(body);
        long granted = guest.ok(Long.class, "[method]output-stream.check-write", stream);
        assertThat(granted).isEqualTo(BodyWriter.CHUNK);
        guest.call("[method]output-stream.write", stream, new byte[BodyWriter.CHUNK]);
        assertThat(server.sink.events).containsExactly("write " + BodyWriter.CHUNK + " bytes");

        // One chunk is under way, one more may wait.
        assertThat(guest.ok(Long.class, "[method]output-stream.check-write", stream)).isEqualTo(BodyWriter.CHUNK);
        guest.call("[method]output-stream.write", stream, bytes("next"));
        assertThat(guest.ok(Long.class, "[method]output-stream.check-write", stream)).isZero();
        Pollable pollable = guest.call(Pollable.class, "[method]output-stream.subscribe", stream);
        assertThat(pollable.ready()).isFalse();
        guest.call("[method]output-stream.flush", stream);
        server.sink.completeWrite();
        assertThat(pollable.ready()).isFalse();
        server.sink.completeWrite();

        assertThat(pollable.ready()).isTrue();
        assertThat(server.sink.events).containsExactly("write " + BodyWriter.CHUNK + " bytes", "write next");
    }

    @Test
    void aClientThatIsGoneClosesTheStream() {
        server.sink.slow = true;
        OutgoingResponse response = response();
        OutgoingBody body = body(response);
        set(response);
        OutputStream stream = stream(body);
        write(stream, "x");
        guest.momentPasses();
        server.sink.fail(ErrorCode.of(ErrorCode.Kind.CONNECTION_TERMINATED));

        assertThat(guest.call("[method]output-stream.check-write", stream)).isEqualTo(Result.err(new Variant(1, null)));
    }

    @Test
    void aResponseThatIsDroppedClosesItsStream() {
        OutgoingResponse response = response();
        OutputStream stream = stream(body(response));
        guest.drop(response);

        assertThat(write(stream, "x")).isEqualTo(Result.err(new Variant(1, null)));
    }

    @Test
    void anErrorInsteadOfAResponseReachesTheServer() {
        Variant error = ErrorCode.internal("no").toVariant();
        guest.call("[static]response-outparam.set", server.outparam, Result.err(error));
        server.outparam.close();

        assertThat(server.events).containsExactly("failed: internal-error(no)");
    }

    @Test
    void anOutparamDroppedUnsetReachesTheServerOnce() {
        assertThat(server.outparam.isOpen()).isTrue();
        guest.drop(server.outparam);
        server.outparam.close();

        assertThat(server.events).containsExactly("unanswered");
        assertThat(server.outparam.isOpen()).isFalse();
    }
}
