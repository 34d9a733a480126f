package dev.spinjvm.wasi.http;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The delays of all requests of a server: nearly every one is cancelled before its time, so entering and cancelling one
/// must not cost a thread's wake-up. While there is traffic one thread looks every millisecond; else it sleeps.
/// Thread-safe.
public final class CorkTimer implements Delay, AutoCloseable {
    private static final long DELAY_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LINGER_NANOS = Duration.ofMillis(100).toNanos();

    /// In the order of their times, since all delays are equal.
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    public CorkTimer() {
        thread = Thread.ofPlatform().daemon().name("spin-http-cork").start(this::watch);
    }

    @Override
    public Pending run(Runnable task) {
        Entry entry = new Entry(task, System.nanoTime() + DELAY_NANOS);
        entries.add(entry);
        if (asleep) {
            LockSupport.unpark(thread);
        }
        return entry;
    }

    /// Ends the thread; what has not run yet never will.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void watch() {
        long lastSeen = System.nanoTime();
        while (!closed) {
            long now = System.nanoTime();
            Entry first = runDue(now);
            if (first != null) {
                lastSeen = now;
                LockSupport.parkNanos(this, first.due - now);
            } else if (now - lastSeen < LINGER_NANOS) {
                LockSupport.parkNanos(this, DELAY_NANOS);
            } else {
                sleep();
                lastSeen = System.nanoTime();
            }
        }
    }

    /// Whoever enters a task either sees that the thread sleeps, or is seen by it before it does.
    private void sleep() {
        asleep = true;
        if (entries.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /// The first entry that is not due yet.
    private @Nullable Entry runDue(long now) {
        for (Entry first = entries.peek(); first != null; first = entries.peek()) {
            if (first.due - now > 0) {
                return first;
            }
            entries.poll();
            first.fire();
        }
        return null;
    }

    private static final class Entry extends AtomicReference<@Nullable Runnable> implements Pending {
        private static final long serialVersionUID = 1;
        private final long due;

        Entry(Runnable task, long due) {
            super(task);
            this.due = due;
        }

        void fire() {
            Runnable task = getAndSet(null);
            if (task != null) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            lazySet(null);
        }
    }
}
