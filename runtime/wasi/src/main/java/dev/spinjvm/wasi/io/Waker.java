package dev.spinjvm.wasi.io;

import dev.spinjvm.component.Store;
import dev.spinjvm.engine.TrapException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The one place of a store where its guest waits for the world. Whoever completes something for the guest, on any
/// thread, first publishes the new state and then calls [#wake]; the guest's thread looks again at what it waits for.
///
/// Nothing spins: a waiting thread is parked between wakes. An interrupt ends the wait with the trap that it is for guest
/// code, and the thread's interrupt status stays set. Thread-safe.
public final class Waker {
    /// The value of a time left that never runs out.
    public static final long NEVER = Long.MAX_VALUE;

    /// Made by the first wait, because most guests never wait.
    private volatile @Nullable Set<Thread> waiting;
    private final AtomicLong wakes = new AtomicLong();

    /// The waker of a store.
    public static Waker of(Store store) {
        return store.state(Waker.class);
    }

    /// Makes the guest look again. Cheap when nobody waits.
    public void wake() {
        wakes.incrementAndGet();
        Set<Thread> present = waiting;
        if (present != null) {
            present.forEach(LockSupport::unpark);
        }
    }

    /// Blocks until `condition` holds. The condition is evaluated on the calling thread, and after each wake.
    public void await(BooleanSupplier condition) {
        await(condition, () -> NEVER);
    }

    /// Blocks until `condition` holds, where the condition may also come true by the passing of time.
    ///
    /// @param nanosLeft the time in nanoseconds after which the condition is to be evaluated again without a wake
    public void await(BooleanSupplier condition, LongSupplier nanosLeft) {
        if (condition.getAsBoolean()) {
            return;
        }
        Thread self = Thread.currentThread();
        Set<Thread> waiters = waiters();
        waiters.add(self);
        try {
            park(self, condition, nanosLeft);
        } finally {
            waiters.remove(self);
        }
    }

    private Set<Thread> waiters() {
        Set<Thread> present = waiting;
        if (present != null) {
            return present;
        }
        synchronized (wakes) {
            present = waiting;
            if (present == null) {
                present = ConcurrentHashMap.newKeySet(1);
                waiting = present;
            }
            return present;
        }
    }

    private void park(Thread self, BooleanSupplier condition, LongSupplier nanosLeft) {
        while (true) {
            // The condition may park on locks of its own and so swallow a permit; the count does not forget the wake.
            long seen = wakes.get();
            if (condition.getAsBoolean()) {
                return;
            }
            if (self.isInterrupted()) {
                throw new TrapException(TrapException.Kind.INTERRUPTED, "interrupt");
            }
            if (wakes.get() != seen) {
                continue;
            }
            long nanos = nanosLeft.getAsLong();
            if (nanos == NEVER) {
                LockSupport.park(this);
            } else if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            }
        }
    }
}
