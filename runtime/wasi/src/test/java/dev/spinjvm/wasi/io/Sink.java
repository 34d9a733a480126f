package dev.spinjvm.wasi.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A sink whose operations a test completes by hand, or which completes them at once.
final class Sink extends AsyncOutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final ConcurrentLinkedQueue<Completion> open = new ConcurrentLinkedQueue<>();
    boolean immediate;
    int flushes;

    Sink(Waker waker, int capacity) {
        super(null, waker, capacity);
    }

    @Override
    protected void send(byte[] chunk, Completion completion) {
        taken.writeBytes(chunk);
        answer(completion);
    }

    @Override
    protected void flushSink(Completion completion) {
        flushes++;
        answer(completion);
    }

    private void answer(Completion completion) {
        if (immediate) {
            completion.succeeded();
        } else {
            open.add(completion);
        }
    }

    /// The operation under way.
    Completion next() {
        return Objects.requireNonNull(open.poll(), "nothing is under way");
    }

    void complete() {
        next().succeeded();
    }

    boolean busy() {
        return !open.isEmpty();
    }

    String text() {
        return taken.toString(StandardCharsets.ISO_8859_1);
    }
}
