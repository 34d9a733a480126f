package dev.spinjvm.trigger.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the exchanges that last, and waits for their end. Thread-safe.
final class InFlight {
    private final AtomicInteger count = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean draining;
    private boolean abandoned;

    void enter() {
        count.incrementAndGet();
    }

    void exit() {
        if (count.decrementAndGet() == 0 && draining) {
            signal();
        }
    }

    int count() {
        return count.get();
    }

    /// Whether the server is about to stop.
    boolean draining() {
        return draining;
    }

    /// Waits until nothing is in flight, but no longer than `limit` and not once waiting was abandoned.
    ///
    /// @return whether nothing is in flight
    boolean drain(Duration limit) throws InterruptedException {
        draining = true;
        long left = limit.toNanos();
        lock.lock();
        try {
            while (count.get() > 0 && !abandoned && left > 0) {
                left = changed.awaitNanos(left);
            }
            return count.get() == 0;
        } finally {
            lock.unlock();
        }
    }

    /// Ends every wait for the end.
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
