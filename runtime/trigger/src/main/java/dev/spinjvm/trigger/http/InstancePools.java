package dev.spinjvm.trigger.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/// Shares memory and concurrency fairly among the instances of all components.
///
/// An instance serves one request at a time. Whoever asks while nothing is free waits in one queue, first come first served.
/// Idle instances are kept for the next request of their component, and given up when another component needs their memory or
/// nobody came for a while. Where that is not enough, guests that wait for the world are set aside: they keep what they wrote
/// and give the rest of their memory up until they go on, for which they queue as new requests do. Thread-safe.
///
/// @param <I> an instance, ready for its next request
final class InstancePools<I extends InstancePools.Pooled> {
    private static final long FIRST_GUESS = 4L << 20;
    private static final long UNKNOWN = 0;

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    /// Requests that wait for an instance.
    private final Deque<Waiter<I>> waiters = new ArrayDeque<>();
    /// Guests that were set aside and wait for memory to go on. They come first: what they hold is only free once they have ended.
    private final Deque<Waiter<I>> resumers = new ArrayDeque<>();
    private final List<Pool<I>> pools = new ArrayList<>();
    /// What waits for the world and holds its memory, longest first.
    private final Set<Lease<I>> resting = new LinkedHashSet<>();
    private long memoryUsed;
    private int active;
    private int asideCount;

    /// An instance, as far as the pools deal with it.
    interface Pooled extends AutoCloseable {
        /// Ends an idle instance.
        @Override
        void close();

        /// Gives up all memory that need not be kept while the guest waits. Called by any thread while the guest's waits.
        ///
        /// @return bytes that are still held; negative if the instance cannot be set aside
        long setAside();

        /// Undoes [#setAside], on the guest's thread, before the guest goes on.
        void bringBack();
    }

    /// @param memory bytes that all instances may have together; one is allowed even above it
    /// @param concurrency how many may serve at the same time
    /// @param idle whether instances are kept when they are idle
    record Limits(long memory, int concurrency, boolean idle) {}

    /// @param nanoTime the clock by which idle instances age, in nanoseconds
    InstancePools(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
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
            if (waiters.isEmpty() && resumers.isEmpty()) {
                Lease<I> lease = tryTake(pool, evicted);
                if (lease != null) {
                    return lease;
                }
            }
            return await(waiters, new Waiter<>(pool, null, lock.newCondition()), evicted);
        } finally {
            lock.unlock();
            closeAll(evicted);
        }
    }

    /// Replaces the guess of what a new instance takes by what it turned out to take, so that waiters get what was guessed too much.
    /// Once a request has ended, its footprint is the better guess and this changes nothing.
    void settle(Lease<I> lease, I made, long footprint) {
        List<I> evicted = new ArrayList<>(0);
        lock.lock();
        try {
            lease.instance = made;
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

    /// The guest of `lease` waits for the world from now on, until [#resume]; its instance may be set aside.
    void rest(Lease<I> lease, long footprint) {
        List<I> evicted = new ArrayList<>(0);
        lock.lock();
        try {
            memoryUsed += footprint - lease.reserved;
            lease.reserved = footprint;
            resting.add(lease);
            grant(evicted);
        } finally {
            lock.unlock();
            closeAll(evicted);
        }
    }

    /// The guest of `lease` goes on. If it was set aside it waits for memory here.
    ///
    /// @throws InterruptedException if the thread was interrupted while it waited; the instance must not go on then
    void resume(Lease<I> lease) throws InterruptedException {
        List<I> evicted = new ArrayList<>(0);
        lock.lock();
        try {
            if (!lease.aside) {
                resting.remove(lease);
                return;
            }
            if (!resumers.isEmpty() || !tryResume(lease, evicted)) {
                await(resumers, new Waiter<>(lease.pool, lease, lock.newCondition()), evicted);
            }
        } finally {
            lock.unlock();
            closeAll(evicted);
        }
        I instance = lease.instance;
        if (instance != null) {
            instance.bringBack();
        }
    }

    /// Ends a lease.
    ///
    /// @param instance to be kept for the next request; null if it must not serve again
    /// @param footprint bytes that the instance holds, as far as known; 0 if it never came to be
    /// @param idleNanos how long it may wait for its next request
    void release(Lease<I> lease, @Nullable I instance, long footprint, long idleNanos) {
        List<I> evicted = new ArrayList<>(0);
        lock.lock();
        try {
            active--;
            memoryUsed -= lease.reserved;
            resting.remove(lease);
            if (lease.aside) {
                lease.aside = false;
                asideCount--;
            }
            if (footprint > 0) {
                // Grows at once, shrinks slowly: one large request says more than one small one.
                lease.pool.estimate = Math.max(footprint, lease.pool.estimate - lease.pool.estimate / 16 + footprint / 16);
            }
            if (instance != null && limits.idle && idleNanos > 0 && memoryUsed + footprint <= limits.memory) {
                memoryUsed += footprint;
                long now = nanoTime.getAsLong();
                lease.pool.idle.addLast(new Idle<>(instance, footprint, now, now + idleNanos));
            } else if (instance != null) {
                evicted.add(instance);
            }
            grant(evicted);
        } finally {
            lock.unlock();
            closeAll(evicted);
        }
    }

    /// Gives up instances whose time to be idle is over.
    void evictIdle() {
        long now = nanoTime.getAsLong();
        evict(idle -> now - idle.until >= 0);
    }

    /// Gives up every idle instance.
    void evictAll() {
        evict(_ -> true);
    }

    private void evict(Predicate<Idle<I>> which) {
        List<I> evicted = new ArrayList<>(0);
        lock.lock();
        try {
            for (Pool<I> pool : pools) {
                for (Iterator<Idle<I>> all = pool.idle.iterator(); all.hasNext();) {
                    Idle<I> idle = all.next();
                    if (which.test(idle)) {
                        all.remove();
                        memoryUsed -= idle.footprint;
                        evicted.add(idle.instance);
                    }
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

    /// How many requests wait for an instance, or for the memory to go on.
    int queueLength() {
        lock.lock();
        try {
            return waiters.size() + resumers.size();
        } finally {
            lock.unlock();
        }
    }

    private Lease<I> await(Deque<Waiter<I>> queue, Waiter<I> waiter, List<I> evicted) throws InterruptedException {
        queue.addLast(waiter);
        try {
            while (true) {
                Lease<I> lease = waiter.lease;
                if (lease != null) {
                    return lease;
                }
                waiter.ready.await();
            }
        } catch (InterruptedException e) {
            queue.remove(waiter);
            Lease<I> unused = waiter.lease;
            // A lease that was to go on is ended by its holder.
            if (unused != null && waiter.resumed == null) {
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
        while (!resumers.isEmpty()) {
            Waiter<I> first = resumers.getFirst();
            Lease<I> lease = first.resumed;
            if (lease == null || !tryResume(lease, evicted)) {
                return;
            }
            resumers.removeFirst();
            first.grant(lease);
        }
        while (!waiters.isEmpty()) {
            Waiter<I> first = waiters.getFirst();
            Lease<I> lease = tryTake(first.pool, evicted);
            if (lease == null) {
                return;
            }
            waiters.removeFirst();
            first.grant(lease);
        }
    }

    private @Nullable Lease<I> tryTake(Pool<I> pool, List<I> evicted) {
        if (active >= limits.concurrency) {
            return null;
        }
        Idle<I> idle = pool.idle.pollLast();
        if (idle != null) {
            active++;
            return new Lease<>(pool, idle.instance, idle.footprint);
        }
        long needed = pool.estimate == UNKNOWN ? FIRST_GUESS : pool.estimate;
        if (!makeRoom(needed, evicted) && active > 0) {
            return null;
        }
        active++;
        memoryUsed += needed;
        return new Lease<>(pool, null, needed);
    }

    private boolean tryResume(Lease<I> lease, List<I> evicted) {
        long needed = lease.full - lease.reserved;
        if (!makeRoom(needed, evicted) && running() > 0) {
            return false;
        }
        memoryUsed += needed;
        lease.reserved = lease.full;
        lease.aside = false;
        asideCount--;
        return true;
    }

    /// Guests that hold their memory and will end, or rest, by themselves.
    private int running() {
        return active - asideCount - resting.size();
    }

    private boolean makeRoom(long needed, List<I> evicted) {
        while (memoryUsed + needed > limits.memory && (evictOldest(evicted) || setAsideOldest())) {
            // Idle instances make room first, then guests that wait; of each kind the one that does so longest.
        }
        return memoryUsed + needed <= limits.memory;
    }

    private boolean setAsideOldest() {
        for (Iterator<Lease<I>> all = resting.iterator(); all.hasNext();) {
            Lease<I> lease = all.next();
            I instance = lease.instance;
            long kept = instance == null ? -1 : instance.setAside();
            if (kept >= 0) {
                all.remove();
                lease.aside = true;
                asideCount++;
                lease.full = lease.reserved;
                memoryUsed += kept - lease.reserved;
                lease.reserved = kept;
                return true;
            }
            // It cannot be set aside, so it counts like one that runs.
            all.remove();
        }
        return false;
    }

    private boolean evictOldest(List<I> evicted) {
        Pool<I> oldest = null;
        for (Pool<I> pool : pools) {
            if (!pool.idle.isEmpty() && (oldest == null || pool.idle.getFirst().since - oldest.idle.getFirst().since < 0)) {
                oldest = pool;
            }
        }
        if (oldest != null) {
            Idle<I> idle = oldest.idle.removeFirst();
            memoryUsed -= idle.footprint;
            evicted.add(idle.instance);
        }
        return oldest != null;
    }

    private static <I extends Pooled> void closeAll(List<I> instances) {
        for (I instance : instances) {
            instance.close();
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
        private volatile @Nullable I instance;
        private long reserved;
        /// What the instance needs to go on, while it is set aside.
        private long full;
        private boolean aside;

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

    private record Idle<I>(I instance, long footprint, long since, long until) {}

    private static final class Waiter<I> {
        private final Pool<I> pool;
        /// The lease that is to go on; null for a new request.
        private final @Nullable Lease<I> resumed;
        private final Condition ready;
        private @Nullable Lease<I> lease;

        Waiter(Pool<I> pool, @Nullable Lease<I> resumed, Condition ready) {
            this.pool = pool;
            this.resumed = resumed;
            this.ready = ready;
        }

        void grant(Lease<I> granted) {
            lease = granted;
            ready.signal();
        }
    }
}
