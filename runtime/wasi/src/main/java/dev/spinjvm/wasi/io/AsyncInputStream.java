package dev.spinjvm.wasi.io;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An input stream whose bytes arrive from other threads. The stream asks for bytes by [#demand], one request at a
/// time and only as the guest reads, which is the back-pressure; each request is answered by any number of
/// [#offer] calls whose last is followed by [#supplied], or by [#end] or [#fail].
///
/// The methods for the source may be called on any thread, also from within `demand`.
public abstract class AsyncInputStream extends InputStream {
    private final Waker waker;
    private final int window;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
    private int consumed;
    private long buffered;
    private boolean demanded;
    private boolean ended;
    private boolean dropped;
    private @Nullable IoError failure;

    /// @param window the stream asks for more while fewer bytes than this are buffered; at least 1
    protected AsyncInputStream(@Nullable HostResource parent, Waker waker, int window) {
        super(parent);
        this.waker = waker;
        this.window = window;
    }

    /// Asks the source for more bytes. Called on the guest's thread without a lock; must not block.
    protected abstract void demand();

    /// The guest dropped the stream: the source need not deliver what is left. Called at most once.
    protected void cancelled() {}

    /// Hands bytes to the guest. The array belongs to the stream from here on. Ignored after the end.
    public final void offer(byte[] chunk) {
        lock.lock();
        try {
            if (chunk.length == 0 || finished()) {
                return;
            }
            chunks.addLast(chunk);
            buffered += chunk.length;
        } finally {
            lock.unlock();
        }
        waker.wake();
    }

    /// The request made by [#demand] is answered; the stream may ask again.
    public final void supplied() {
        lock.lock();
        try {
            demanded = false;
        } finally {
            lock.unlock();
        }
        waker.wake();
    }

    /// [#offer] and [#supplied] in one.
    public final void supply(byte[] chunk) {
        offer(chunk);
        supplied();
    }

    /// Nothing follows what was offered. Ignored after the end.
    public final void end() {
        finish(null);
    }

    /// The source broke. What was offered before can still be read. Ignored after the end.
    public final void fail(IoError error) {
        finish(error);
    }

    private void finish(@Nullable IoError error) {
        lock.lock();
        try {
            if (finished()) {
                return;
            }
            ended = true;
            failure = error;
        } finally {
            lock.unlock();
        }
        waker.wake();
    }

    private boolean finished() {
        return ended || dropped;
    }

    @Override
    public final boolean ready() {
        for (boolean asked = false;; asked = true) {
            lock.lock();
            try {
                if (buffered > 0 || ended) {
                    return true;
                }
            } finally {
                lock.unlock();
            }
            if (asked) {
                return false;
            }
            replenish();
        }
    }

    @Override
    protected final byte[] take(int max) throws StreamException {
        byte[] bytes;
        lock.lock();
        try {
            if (buffered == 0 && ended) {
                throw over();
            }
            bytes = max == 0 || buffered == 0 ? new byte[0] : next(max);
        } finally {
            lock.unlock();
        }
        replenish();
        return bytes;
    }

    private StreamException over() {
        IoError error = failure;
        failure = null;
        return error == null ? StreamException.closed() : StreamException.failed(error);
    }

    private byte[] next(int max) {
        byte[] head = chunks.getFirst();
        int size = Math.min(max, head.length - consumed);
        byte[] bytes = size == head.length ? head : Arrays.copyOfRange(head, consumed, consumed + size);
        consumed += size;
        buffered -= size;
        if (consumed == head.length) {
            chunks.removeFirst();
            consumed = 0;
        }
        return bytes;
    }

    private void replenish() {
        lock.lock();
        try {
            if (demanded || finished() || buffered >= window) {
                return;
            }
            demanded = true;
        } finally {
            lock.unlock();
        }
        demand();
    }

    @Override
    protected final void dropped() {
        lock.lock();
        try {
            dropped = true;
            chunks.clear();
            buffered = 0;
        } finally {
            lock.unlock();
        }
        cancelled();
    }
}
