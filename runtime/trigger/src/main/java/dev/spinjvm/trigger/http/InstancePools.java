package dev.spinjvm.trigger.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/// Shares memory and concurrency fairly among the instances of all components.
///
/// An instance serves one request at a time. Whoever asks while nothing is free waits in one queue, first come first served.
/// Idle instances are kept for the next request of their component, and given up when another component needs their memory or
/// nobody came for a while. Thread-safe.
///
/// @param <I> an instance, ready for its next request
final class InstancePools<I extends AutoCloseable> {
    private static final long FIRST_GUESS = 4L << 20;
    private static final long UNKNOWN = 0;

    private final long memoryLimit;
    private final int concurrencyLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter<I>> waiters = new ArrayDeque<>();
    private final List<Pool<I>> pools = new ArrayList<>();
    private long memoryUsed;
    private int active;

    /// @param memoryLimit bytes that all instances may have together; one is allowed even above it
    /// @param concurrencyLimit how many may serve at the same time
    InstancePools(long memoryLimit, int concurrencyLimit) {
        this.memoryLimit = memoryLimit;
        this.concurrencyLimit = concurrencyLimit;
    }

    /// A pool for one more component.
    Pool<I> newPool() {
        lock.lock();
        try {
            var pool = new Pool<I>();
            pools.add(pool);
            return pool;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the right to serve one request.
    ///
    /// @throws InterruptedException if the thread was interrupted while it waited
    Lease<I> acquire(Pool<I> pool) throws InterruptedException {
        List<I> evicted = new ArrayList<>(0);
        lock.lock();
        try {
            if (waiters.isEmpty()) {
                Lease<I> lease = tryTake(pool, evicted);
                if (lease != null) {
                    return lease;
                }
            }
            var waiter = new Waiter<I>(pool, lock.newCondition());
            waiters.addLast(waiter);
            return await(waiter, evicted);
        } finally {
            lock.unlock();
            closeAll(evicted);
        }
    }

    /// Replaces the guess of what a new instance takes by what it turned out to take, so that waiters get what was guessed too much.
    /// Once a request has ended, its footprint is the better guess and this changes nothing.
    void settle(Lease<I> lease, long footprint) {
        List<I> evicted = new ArrayList<>(0);
        lock.lock();
        try {
            if (lease.pool.estimate == UNKNOWN) {
                memoryUsed += footprint - lease.reserved;
                lease.reserved = footprint;
                grant(evicted);
            }
        } finally {
            lock.unlock();
            closeAll(evicted);
        }
    }

    /// Ends a lease.
    ///
    /// @param instance to be kept for the next request; null if it must not serve again
    /// @param footprint bytes that the instance holds, as far as known; 0 if it never came to be
    void release(Lease<I> lease, @Nullable I instance, long footprint) {
        List<I> evicted = new ArrayList<>(0);
        lock.lock();
        try {
            active--;
            memoryUsed -= lease.reserved;
            if (footprint > 0) {
                // Grows at once, shrinks slowly: one large request says more than one small one.
                lease.pool.estimate = Math.max(footprint, lease.pool.estimate - lease.pool.estimate / 16 + footprint / 16);
            }
            if (instance != null && memoryUsed + footprint <= memoryLimit) {
                memoryUsed += footprint;
                lease.pool.idle.addLast(new Idle<>(instance, footprint, System.nanoTime()));
            } else if (instance != null) {
                evicted.add(instance);
            }
            grant(evicted);
        } finally {
            lock.unlock();
            closeAll(evicted);
        }
    }

    /// Gives up instances that have been idle for longer than `limit`.
    void evictIdle(Duration limit) {
        List<I> evicted = new ArrayList<>();
        long now = System.nanoTime();
        lock.lock();
        try {
            for (Pool<I> pool : pools) {
                while (!pool.idle.isEmpty() && now - pool.idle.getFirst().since >= limit.toNanos()) {
                    evict(pool, evicted);
                }
            }
            grant(evicted);
        } finally {
            lock.unlock();
            closeAll(evicted);
        }
    }

    /// How many instances wait for a request.
    int idleCount() {
        lock.lock();
        try {
            return pools.stream().mapToInt(pool -> pool.idle.size()).sum();
        } finally {
            lock.unlock();
        }
    }

    /// How many requests wait for an instance.
    int queueLength() {
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }

    private Lease<I> await(Waiter<I> waiter, List<I> evicted) throws InterruptedException {
        try {
            while (true) {
                Lease<I> lease = waiter.lease;
                if (lease != null) {
                    return lease;
                }
                waiter.ready.await();
            }
        } catch (InterruptedException e) {
            waiters.remove(waiter);
            Lease<I> unused = waiter.lease;
            if (unused != null) {
                active--;
                memoryUsed -= unused.reserved;
                if (unused.instance != null) {
                    evicted.add(unused.instance);
                }
            }
            grant(evicted);
            throw e;
        }
    }

    private void grant(List<I> evicted) {
        while (!waiters.isEmpty()) {
            Waiter<I> first = waiters.getFirst();
            Lease<I> lease = tryTake(first.pool, evicted);
            if (lease == null) {
                return;
            }
            waiters.removeFirst();
            first.lease = lease;
            first.ready.signal();
        }
    }

    private @Nullable Lease<I> tryTake(Pool<I> pool, List<I> evicted) {
        if (active >= concurrencyLimit) {
            return null;
        }
        Idle<I> idle = pool.idle.pollLast();
        if (idle != null) {
            active++;
            return new Lease<>(pool, idle.instance, idle.footprint);
        }
        long needed = pool.estimate == UNKNOWN ? FIRST_GUESS : pool.estimate;
        while (memoryUsed + needed > memoryLimit && evictOldest(evicted)) {
            // Idle instances make room, the one longest idle first.
        }
        if (memoryUsed + needed > memoryLimit && active > 0) {
            return null;
        }
        active++;
        memoryUsed += needed;
        return new Lease<>(pool, null, needed);
    }

    private boolean evictOldest(List<I> evicted) {
        Pool<I> oldest = null;
        for (Pool<I> pool : pools) {
            if (!pool.idle.isEmpty() && (oldest == null || pool.idle.getFirst().since - oldest.idle.getFirst().since < 0)) {
                oldest = pool;
            }
        }
        if (oldest != null) {
            evict(oldest, evicted);
        }
        return oldest != null;
    }

    private void evict(Pool<I> pool, List<I> evicted) {
        Idle<I> idle = pool.idle.removeFirst();
        memoryUsed -= idle.footprint;
        evicted.add(idle.instance);
    }

    private static <I extends AutoCloseable> void closeAll(List<I> instances) {
        for (I instance : instances) {
            try {
                instance.close();
            } catch (Exception e) {
                throw new IllegalStateException("an idle instance holds nothing that could fail to close", e);
            }
        }
    }

    /// The idle instances of one component.
    static final class Pool<I> {
        private final Deque<Idle<I>> idle = new ArrayDeque<>();
        private long estimate = UNKNOWN;
    }

    /// The right to serve one request, and the memory set aside for it.
    static final class Lease<I> {
        private final Pool<I> pool;
        private final @Nullable I instance;
        private long reserved;

        private Lease(Pool<I> pool, @Nullable I instance, long reserved) {
            this.pool = pool;
            this.instance = instance;
            this.reserved = reserved;
        }

        /// One that is ready; null if the holder must make it.
        @Nullable
        I instance() {
            return instance;
        }
    }

    private record Idle<I>(I instance, long footprint, long since) {}

    private static final class Waiter<I> {
        private final Pool<I> pool;
        private final Condition ready;
        private @Nullable Lease<I> lease;

        Waiter(Pool<I> pool, Condition ready) {
            this.pool = pool;
            this.ready = ready;
        }
    }
}
