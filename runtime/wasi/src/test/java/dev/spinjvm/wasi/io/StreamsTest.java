package dev.spinjvm.wasi.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.Guest;
import dev.spinjvm.wasi.WasiContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final String STREAMS = "io/streams";

    private final WasiContext context = WasiContext.builder().build();
    private final Guest guest = new Guest(context);
    private final Source in = new Source(context.waker());
    private final Sink out = new Sink(context.waker(), 16);

    @Test
    void aReadMayBeEmptyWithoutBeingTheEnd() {
        assertThat(read(in, 10)).isEmpty();
        in.supply(bytes("ab"));
        assertThat(read(in, 10)).asString().isEqualTo("ab");
        assertThat(read(in, 10)).isEmpty();
        in.end();
        assertThat(streamError("input-stream.read", in, 10L)).isEqualTo(CLOSED);
    }

    @Test
    void whatCameBeforeTheEndIsRead() {
        in.offer(bytes("abc"));
        in.offer(bytes("def"));
        in.end();
        assertThat(read(in, 2)).asString().isEqualTo("ab");
        assertThat(read(in, 2)).asString().isEqualTo("c");
        assertThat(guest.ok(Long.class, STREAMS, "[method]input-stream.skip", in, 2L)).isEqualTo(2);
        assertThat(read(in, -1)).asString().isEqualTo("f");
        assertThat(streamError("input-stream.blocking-read", in, 2L)).isEqualTo(CLOSED);
    }

    @Test
    void aReadOfNothingTellsOpenFromClosed() {
        assertThat(read(in, 0)).isEmpty();
        in.offer(bytes("a"));
        in.end();
        assertThat(read(in, 0)).isEmpty();
        assertThat(read(in, 1)).asString().isEqualTo("a");
        assertThat(streamError("input-stream.read", in, 0L)).isEqualTo(CLOSED);
        assertThat(streamError("input-stream.blocking-read", in, 0L)).isEqualTo(CLOSED);
        assertThat(streamError("input-stream.blocking-skip", in, 0L)).isEqualTo(CLOSED);
    }

    @Test
    void aReadAllocatesNoMoreThanTheCap() {
        in.offer(new byte[200_000]);
        assertThat(read(in, Long.MAX_VALUE)).hasSize(InputStream.MAX_READ);
        assertThat(read(in, -1)).hasSize(InputStream.MAX_READ);
    }

    @Test
    void aFailureIsReportedOnceAndThenTheStreamIsClosed() {
        in.offer(bytes("a"));
        in.fail(new IoError("cable cut"));
        assertThat(read(in, 5)).asString().isEqualTo("a");
        Variant error = streamError("input-stream.read", in, 5L);
        assertThat(error.index()).isZero();
        assertThat(guest.call("io/error", "[method]error.to-debug-string", error.payload())).isEqualTo("cable cut");
        assertThat(streamError("input-stream.read", in, 5L)).isEqualTo(CLOSED);
    }

    @Test
    void aSourceIsAskedOncePerAnswerAndOnlyWhileTheGuestReads() {
        assertThat(in.demands).isZero();
        read(in, 1);
        read(in, 1);
        assertThat(in.demands).isEqualTo(1);
        in.supply(new byte[8]);
        assertThat(in.demands).isEqualTo(1);
        read(in, 1);
        assertThat(in.demands).as("the window of 4 is full").isEqualTo(1);
        read(in, 4);
        assertThat(in.demands).isEqualTo(2);
    }

    @Test
    void writesNeedAPermit() {
        assertThatThrownBy(() -> call("output-stream.write", out, bytes("a"))).isInstanceOf(WasiTrap.class)
                .hasMessageContaining("exceeds the permit");
        assertThat(checkWrite()).isEqualTo(16);
        assertThat(call("output-stream.write", out, bytes("abcd"))).isEqualTo(Result.OK);
        assertThat(call("output-stream.write", out, new byte[12])).isEqualTo(Result.OK);
        assertThatThrownBy(() -> call("output-stream.write", out, bytes("a"))).isInstanceOf(WasiTrap.class);
        assertThat(checkWrite()).as("the sink has taken nothing yet").isZero();
        assertThatThrownBy(() -> call("output-stream.write-zeroes", out, 1L)).isInstanceOf(WasiTrap.class);
        assertThatThrownBy(() -> call("output-stream.write-zeroes", out, -1L)).isInstanceOf(WasiTrap.class);
        out.complete();
        assertThat(checkWrite()).isEqualTo(4);
        out.complete();
        assertThat(checkWrite()).isEqualTo(16);
        assertThat(out.text()).isEqualTo("abcd" + "\0".repeat(12));
    }

    @Test
    void zeroesAreWrittenUnderTheSamePermit() {
        checkWrite();
        assertThat(call("output-stream.write-zeroes", out, 3L)).isEqualTo(Result.OK);
        out.complete();
        assertThat(out.text()).isEqualTo("\0\0\0");
    }

    @Test
    void aFlushHoldsWritesBackUntilItIsDone() {
        checkWrite();
        call("output-stream.write", out, bytes("abc"));
        assertThat(call("output-stream.flush", out)).isEqualTo(Result.OK);
        assertThat(checkWrite()).isZero();
        out.complete();
        assertThat(checkWrite()).as("written, but the flush itself goes on").isZero();
        assertThat(out.flushes).isEqualTo(1);
        assertThat(pollable(out).ready()).isFalse();
        out.complete();
        assertThat(checkWrite()).isEqualTo(16);
    }

    @Test
    void aFlushWithdrawsThePermit() {
        checkWrite();
        call("output-stream.flush", out);
        assertThatThrownBy(() -> call("output-stream.write", out, bytes("a"))).isInstanceOf(WasiTrap.class);
    }

    @Test
    void blockingWritesAreLimited() {
        out.immediate = true;
        assertThatThrownBy(() -> call("output-stream.blocking-write-and-flush", out, new byte[4097])).isInstanceOf(WasiTrap.class);
        assertThatThrownBy(() -> call("output-stream.blocking-write-zeroes-and-flush", out, 4097L)).isInstanceOf(WasiTrap.class);
        assertThatThrownBy(() -> call("output-stream.blocking-write-zeroes-and-flush", out, -1L)).isInstanceOf(WasiTrap.class);
        assertThat(call("output-stream.blocking-write-and-flush", out, new byte[4096])).isEqualTo(Result.OK);
        assertThat(call("output-stream.blocking-write-zeroes-and-flush", out, 4096L)).isEqualTo(Result.OK);
        assertThat(out.text()).hasSize(8192);
        assertThat(out.flushes).isEqualTo(2);
    }

    @Test
    void aSinkThatFailsIsReportedOnceAndThenClosed() {
        checkWrite();
        call("output-stream.write", out, bytes("abc"));
        out.next().failed(new IoError("disk full"));
        Variant error = streamError("output-stream.check-write", out);
        assertThat(error.index()).isZero();
        assertThat(streamError("output-stream.check-write", out)).isEqualTo(CLOSED);
        assertThat(streamError("output-stream.flush", out)).isEqualTo(CLOSED);
        assertThat(streamError("output-stream.blocking-flush", out)).isEqualTo(CLOSED);
        assertThat(streamError("output-stream.blocking-write-and-flush", out, bytes("a"))).isEqualTo(CLOSED);
    }

    @Test
    void aSinkThatClosesBetweenPermitAndWriteIsAnErrorAndNotATrap() {
        checkWrite();
        out.close(null);
        assertThat(streamError("output-stream.write", out, bytes("a"))).isEqualTo(CLOSED);
    }

    @Test
    void theHostHearsWhenAllIsWritten() {
        List<Object> heard = new ArrayList<>();
        checkWrite();
        call("output-stream.write", out, bytes("abc"));
        out.whenDrained(error -> heard.add("drained"));
        assertThat(heard).isEmpty();
        out.complete();
        out.whenDrained(error -> heard.add("at once"));
        checkWrite();
        call("output-stream.write", out, bytes("abc"));
        IoError broken = new IoError("broken");
        out.whenDrained(error -> heard.add(error == null ? "no error" : error));
        out.next().failed(broken);
        out.whenDrained(error -> heard.add(error == null ? "no error" : error));
        assertThat(heard).containsExactly("drained", "at once", broken, broken);
    }

    @Test
    void spliceMovesWhatBothSidesAllow() {
        in.offer(new byte[20]);
        assertThat(splice("splice", 100)).isEqualTo(16);
        assertThat(splice("splice", 100)).as("the sink is full").isZero();
        out.complete();
        assertThat(splice("splice", 3)).isEqualTo(3);
        assertThat(splice("blocking-splice", -1)).isEqualTo(1);
        assertThat(splice("splice", 5)).as("the source is empty").isZero();
        in.end();
        assertThat(streamError("output-stream.splice", out, in, 5L)).isEqualTo(CLOSED);
        assertThat(streamError("output-stream.blocking-splice", out, in, 5L)).isEqualTo(CLOSED);
    }

    @Test
    void aStreamMustOutliveItsPollables() {
        Pollable first = pollable(in);
        Pollable second = pollable(out);
        assertThatThrownBy(() -> guest.drop(STREAMS, "input-stream", in)).isInstanceOf(WasiTrap.class)
                .hasMessageContaining("resource has children");
        assertThatThrownBy(() -> guest.drop(STREAMS, "output-stream", out)).isInstanceOf(WasiTrap.class);
        guest.drop("io/poll", "pollable", first);
        guest.drop("io/poll", "pollable", second);
        guest.drop(STREAMS, "input-stream", in);
        guest.drop(STREAMS, "output-stream", out);
        assertThat(in.cancelled).isTrue();
    }

    @Test
    void aSinkThatCompletesInsideSendDoesNotGrowTheStack() {
        Sink wide = new Sink(context.waker(), 1_000_000);
        guest.ok(Long.class, STREAMS, "[method]output-stream.check-write", wide);
        for (int i = 0; i < 100_000; i++) {
            call("output-stream.write", wide, bytes("a"));
        }
        wide.immediate = true;
        wide.next().succeeded();
        assertThat(wide.text()).hasSize(100_000);
    }

    @Test
    void theMemoryStreamEnds() {
        BytesInputStream memory = new BytesInputStream(bytes("abc"));
        assertThat(guest.ok(Long.class, STREAMS, "[method]input-stream.skip", memory, 1L)).isEqualTo(1);
        assertThat(read(memory, 10)).asString().isEqualTo("bc");
        assertThat(streamError("input-stream.read", memory, 0L)).isEqualTo(CLOSED);
    }

    private static final Variant CLOSED = new Variant(1, null);

    private @Nullable Object call(String method, @Nullable Object... arguments) {
        return guest.call(STREAMS, "[method]" + method, arguments);
    }

    private byte[] read(InputStream stream, long length) {
        return guest.ok(byte[].class, STREAMS, "[method]input-stream.read", stream, length);
    }

    private long checkWrite() {
        return guest.ok(Long.class, STREAMS, "[method]output-stream.check-write", out);
    }

    private long splice(String kind, long length) {
        return guest.ok(Long.class, STREAMS, "[method]output-stream." + kind, out, in, length);
    }

    private Variant streamError(String method, @Nullable Object... arguments) {
        return guest.err(Variant.class, STREAMS, "[method]" + method, arguments);
    }

    private Pollable pollable(HostResource stream) {
        String method = stream instanceof InputStream ? "input-stream.subscribe" : "output-stream.subscribe";
        return (Pollable) Objects.requireNonNull(call(method, stream));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
