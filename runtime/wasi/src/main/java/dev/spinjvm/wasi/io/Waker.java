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

    private volatile Rest rest = Rest.NONE;

    /// Is told when the guest begins to wait and when it goes on, on the guest's thread.
    public interface Rest {
        /// Nobody is told.
        Rest NONE = new Rest() {
            @Override
            public void begins() {
                // Nobody is told.
            }

            @Override
            public void ends() {
                // Nobody is told.
            }
        };

        /// The guest waits from now on; until [#ends] nobody works on its memory.
        void begins();

        /// The guest is about to go on. Not called when a wait ends by a trap.
        ///
        /// @throws InterruptedException if the guest must not go on
        void ends() throws InterruptedException;
    }

    /// Says who is told of waits. To be called before the guest runs.
    public void resting(Rest listener) {
        rest = listener;
    }

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
        boolean resting = false;
        while (true) {
            // The condition may park on locks of its own and so swallow a permit; the count does not forget the wake.
            long seen = wakes.get();
            if (condition.getAsBoolean()) {
                if (resting) {
                    endRest(self);
                }
                return;
            }
            if (self.isInterrupted()) {
                throw interrupted();
            }
            if (wakes.get() != seen) {
                continue;
            }
            long nanos = nanosLeft.getAsLong();
            if (!resting && nanos > 0) {
                resting = true;
                rest.begins();
                // It may have taken its time, and parked.
                continue;
            }
            if (nanos == NEVER) {
                LockSupport.park(this);
            } else if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            }
        }
    }

    private void endRest(Thread self) {
        try {
            rest.ends();
        } catch (InterruptedException e) {
            self.interrupt();
            throw interrupted();
        }
    }

    private static TrapException interrupted() {
        return new TrapException(TrapException.Kind.INTERRUPTED, "interrupt");
    }
}
