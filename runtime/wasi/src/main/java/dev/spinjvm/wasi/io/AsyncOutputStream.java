package dev.spinjvm.wasi.io;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An output stream into a sink that completes on other threads. At most one operation of the sink is under way;
/// meanwhile the guest may write ahead up to the capacity, which is the back-pressure.
///
/// The methods for the sink may be called on any thread, also from within `send` and `flushSink`.
public abstract class AsyncOutputStream extends OutputStream {
    private final Waker waker;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private final AtomicInteger pumping = new AtomicInteger();
    private long pending;
    private boolean flushing;
    private boolean busy;
    private boolean closed;
    private @Nullable IoError failure;
    private @Nullable Consumer<@Nullable IoError> whenDrained;
    private @Nullable IoError lasting;

    /// @param capacity how many bytes may be written and not yet taken by the sink; also the largest permit
    protected AsyncOutputStream(@Nullable HostResource parent, Waker waker, int capacity) {
        super(parent);
        this.waker = waker;
        this.capacity = capacity;
    }

    /// Called once when an operation of the sink is over.
    public interface Completion {
        void succeeded();

        /// The operation failed; the stream reports the error once and is closed.
        void failed(IoError error);

        /// The other side takes no more; the stream is closed.
        void closed();
    }

    /// Passes bytes to the sink. May run on the guest's thread and must not block.
    protected abstract void send(byte[] chunk, Completion completion);

    /// Makes the sink pass on what it was sent. Called when nothing else is under way.
    protected void flushSink(Completion completion) {
        completion.succeeded();
    }

    /// Closes the stream from the sink's side: nothing more is sent, a write answers `closed`, or `error` once.
    public final void close(@Nullable IoError error) {
        Consumer<@Nullable IoError> drained;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            failure = error;
            lasting = error;
            queue.clear();
            pending = 0;
            drained = whenDrained;
            whenDrained = null;
        } finally {
            lock.unlock();
        }
        waker.wake();
        if (drained != null) {
            drained.accept(error);
        }
    }

    /// Calls back once: when the sink has taken all that was written so far, with null, or when it broke, with the
    /// error. For the host's own use after the guest's last write; a later call replaces an earlier one.
    ///
    /// @param drained may run at once, or later on the thread that completes the last operation
    public final void whenDrained(Consumer<@Nullable IoError> drained) {
        IoError error;
        lock.lock();
        try {
            if (!closed && (pending > 0 || busy)) {
                whenDrained = drained;
                return;
            }
            error = lasting;
        } finally {
            lock.unlock();
        }
        drained.accept(error);
    }

    @Override
    public final boolean ready() {
        lock.lock();
        try {
            return closed || !flushing && pending < capacity;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected final long grant() throws StreamException {
        lock.lock();
        try {
            refuseIfClosed();
            return flushing ? 0 : capacity - pending;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected final void accept(byte[] bytes) throws StreamException {
        lock.lock();
        try {
            refuseIfClosed();
            queue.addLast(bytes);
            pending += bytes.length;
        } finally {
            lock.unlock();
        }
        pump();
    }

    @Override
    protected final void startFlush() throws StreamException {
        lock.lock();
        try {
            refuseIfClosed();
            flushing = true;
        } finally {
            lock.unlock();
        }
        pump();
    }

    private void refuseIfClosed() throws StreamException {
        IoError error = failure;
        failure = null;
        if (error != null) {
            throw StreamException.failed(error);
        }
        if (closed) {
            throw StreamException.closed();
        }
    }

    /// Starts operations until one is under way or none is left. A sink that completes inside `send` comes back here
    /// while the loop runs; it then only asks for another round, so the stack does not grow.
    private void pump() {
        int rounds = 1;
        if (pumping.getAndAdd(1) != 0) {
            return;
        }
        do {
            step();
            rounds = pumping.addAndGet(-rounds);
        } while (rounds != 0);
    }

    private void step() {
        byte[] chunk;
        lock.lock();
        try {
            if (busy || closed || queue.isEmpty() && !flushing) {
                return;
            }
            busy = true;
            chunk = queue.pollFirst();
        } finally {
            lock.unlock();
        }
        if (chunk == null) {
            flushSink(new Operation(0, true));
        } else {
            send(chunk, new Operation(chunk.length, false));
        }
    }

    private final class Operation implements Completion {
        private final int size;
        private final boolean flush;

        Operation(int size, boolean flush) {
            this.size = size;
            this.flush = flush;
        }

        @Override
        public void succeeded() {
            Consumer<@Nullable IoError> drained = null;
            lock.lock();
            try {
                busy = false;
                if (closed) {
                    return;
                }
                pending -= size;
                flushing &= !flush;
                if (pending == 0 && !flushing) {
                    drained = whenDrained;
                    whenDrained = null;
                }
            } finally {
                lock.unlock();
            }
            waker.wake();
            if (drained != null) {
                drained.accept(null);
            }
            pump();
        }

        @Override
        public void failed(IoError error) {
            close(error);
        }

        @Override
        public void closed() {
            close(null);
        }
    }
}
