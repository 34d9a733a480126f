package dev.spinjvm.wasi.http;

import dev.spinjvm.wasi.io.IoError;
import dev.spinjvm.wasi.io.StreamException;
import dev.spinjvm.wasi.io.Waker;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The way of an outgoing body from its guest to a [BodySink], which may become known only after the guest has begun
/// to write. Holds at most one chunk beside the one that the sink works on.
///
/// The first bytes are held back for a moment together with the head: a guest that writes a small body and finishes at
/// once then costs a single write to the socket. A timer bounds the moment, whatever the guest does meanwhile.
///
/// The guest's thread writes; sink and timer call in from others.
final class BodyWriter {
    /// The most that one `check-write` permits.
    static final int CHUNK = 256 * 1024;
    /// The most that is kept of a message that has not been sent yet.
    static final int UNSENT = 1024 * 1024;
    /// From this size on, holding the first bytes back saves nothing.
    static final int CORK = 16 * 1024;

    private enum State {
        OPEN, FINISHED, ABORTED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Waker waker;
    private final Delay delay;
    private final ErrorCode.Kind sizeError;
    private final long expected;

    private State state = State.OPEN;
    private @Nullable BodySink sink;
    private @Nullable Fields trailers;
    private Delay.@Nullable Pending uncorking;
    private byte[] held = NOTHING;
    private int heldLength;
    private long written;
    private boolean corked;
    private boolean flushing;
    private boolean overflown;
    private boolean unsendable;
    private boolean waitsForSink;
    private boolean ended;

    private static final byte[] NOTHING = new byte[0];

    /// @param sizeError the error for a body that differs from its declared length
    /// @param expected the declared length, or -1
    BodyWriter(Waker waker, Delay delay, ErrorCode.Kind sizeError, long expected) {
        this.waker = waker;
        this.delay = delay;
        this.sizeError = sizeError;
        this.expected = expected;
    }

    /// The message goes out now; what the guest wrote so far goes with it.
    void attach(BodySink to) {
        lock.lock();
        try {
            sink = to;
            if (state == State.OPEN && heldLength < CORK) {
                corked = true;
                uncorking = delay.run(this::uncork);
            } else {
                advance();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The message was dropped and will never be sent.
    void detach() {
        lock.lock();
        try {
            unsendable = sink == null;
            discard();
        } finally {
            lock.unlock();
        }
    }

    /// How much may be written now.
    long grant() throws StreamException {
        lock.lock();
        try {
            refuseIfClosed();
            if (sink == null) {
                return (long) UNSENT - heldLength;
            }
            if (flushing && !isFlushed()) {
                awaitSink();
                return 0;
            }
            flushing = false;
            return corked ? CHUNK - heldLength : heldLength == 0 ? CHUNK : 0;
        } finally {
            lock.unlock();
        }
    }

    /// Whether [#grant()] would not answer 0.
    boolean isReady() {
        lock.lock();
        try {
            if (isClosed() || sink == null) {
                return isClosed() || heldLength < UNSENT;
            }
            boolean free = flushing ? isFlushed() : corked || heldLength == 0;
            if (!free) {
                awaitSink();
            }
            return free;
        } finally {
            lock.unlock();
        }
    }

    /// Takes bytes that were granted.
    void write(byte[] bytes) throws StreamException {
        lock.lock();
        try {
            refuseIfClosed();
            written += bytes.length;
            if (expected >= 0 && written > expected) {
                overflown = true;
                ErrorCode error = ErrorCode.size(sizeError, written);
                throw StreamException.failed(new IoError(error.toString(), error));
            }
            hold(bytes);
            if (corked && heldLength >= CORK) {
                corked = false;
                cancelTimer();
            }
            advance();
        } finally {
            lock.unlock();
        }
    }

    /// Sees to it that nothing granted follows until what was written has left.
    void flush() throws StreamException {
        lock.lock();
        try {
            refuseIfClosed();
            // What is held back leaves by itself, so that the guest need not wait for it.
            flushing = sink != null && !corked && !isFlushed();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the body.
    ///
    /// @return the error if its length is not what was declared; the body is broken off then
    @Nullable
    ErrorCode finish(@Nullable Fields with) {
        lock.lock();
        try {
            if (state != State.OPEN) {
                return null;
            }
            boolean complete = expected < 0 || written == expected;
            trailers = with;
            end(complete ? State.FINISHED : State.ABORTED);
            return complete ? null : ErrorCode.size(sizeError, written);
        } finally {
            lock.unlock();
        }
    }

    /// Breaks the body off after what was written, unless it is finished.
    void abort() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                end(State.ABORTED);
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(State how) {
        state = how;
        corked = false;
        cancelTimer();
        advance();
    }

    private void uncork() {
        lock.lock();
        try {
            if (!corked) {
                return;
            }
            corked = false;
            if (heldLength == 0 && sink != null) {
                sink.flush();
            }
            advance();
        } finally {
            lock.unlock();
        }
        waker.wake();
    }

    private void sinkWritable() {
        lock.lock();
        try {
            waitsForSink = false;
            advance();
        } finally {
            lock.unlock();
        }
        waker.wake();
    }

    /// Gives the sink what it can take. The lock is held.
    private void advance() {
        BodySink to = sink;
        if (to == null || corked || ended) {
            return;
        }
        if (to.failure() != null) {
            discard();
        }
        if (!to.isWritable()) {
            if (heldLength > 0 || state != State.OPEN) {
                awaitSink();
            }
            return;
        }
        switch (state) {
            case OPEN -> {
                if (heldLength > 0) {
                    to.write(release());
                }
            }
            case FINISHED -> {
                ended = true;
                to.finish(heldLength == 0 ? null : release(), trailers);
            }
            case ABORTED -> {
                ended = true;
                if (heldLength > 0) {
                    to.write(release());
                }
                to.abort(ErrorCode.of(ErrorCode.Kind.HTTP_PROTOCOL_ERROR));
            }
        }
    }

    private void awaitSink() {
        BodySink to = sink;
        if (to != null && !waitsForSink && !ended) {
            waitsForSink = true;
            to.onWritable(this::sinkWritable);
        }
    }

    private boolean isFlushed() {
        return heldLength == 0 && (sink == null || sink.isWritable());
    }

    private void refuseIfClosed() throws StreamException {
        if (isClosed()) {
            throw StreamException.closed();
        }
    }

    private boolean isClosed() {
        return state != State.OPEN || overflown || unsendable || (sink != null && sink.failure() != null);
    }

    private void hold(byte[] bytes) {
        if (heldLength == 0) {
            held = bytes;
        } else {
            int length = heldLength + bytes.length;
            if (length > held.length) {
                held = Arrays.copyOf(held, Math.max(length, 2 * held.length));
            }
            System.arraycopy(bytes, 0, held, heldLength, bytes.length);
        }
        heldLength += bytes.length;
    }

    private ByteBuffer release() {
        ByteBuffer bytes = ByteBuffer.wrap(held, 0, heldLength);
        discard();
        return bytes;
    }

    private void discard() {
        held = NOTHING;
        heldLength = 0;
    }

    private void cancelTimer() {
        if (uncorking != null) {
            uncorking.cancel();
            uncorking = null;
        }
    }
}
