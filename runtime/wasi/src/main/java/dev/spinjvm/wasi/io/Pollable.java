package dev.spinjvm.wasi.io;

import dev.spinjvm.engine.TrapException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The resource `wasi:io/poll.pollable`: something that is, or will be, ready. Waiting happens in the store's [Waker],
/// so whatever turns a pollable ready must wake that, except for the passing of time.
public final class Pollable extends HostResource {
    private final BooleanSupplier ready;
    private final LongSupplier nanosLeft;

    private Pollable(@Nullable HostResource parent, BooleanSupplier ready, LongSupplier nanosLeft) {
        super(parent);
        this.ready = ready;
        this.nanosLeft = nanosLeft;
    }

    /// A pollable on an event of `parent`, which it must not outlive.
    ///
    /// @param ready answers at once and is called on the guest's thread; may start the work it reports on
    public static Pollable of(HostResource parent, BooleanSupplier ready) {
        return new Pollable(parent, ready, () -> Waker.NEVER);
    }

    /// A pollable on an event that nothing owns, for a guest that may keep it for ever.
    public static Pollable detached(BooleanSupplier ready) {
        return new Pollable(null, ready, () -> Waker.NEVER);
    }

    /// A pollable that is ready.
    public static Pollable immediate() {
        return detached(() -> true);
    }

    /// A pollable that becomes ready when `nanosLeft` answers zero or less.
    public static Pollable timer(LongSupplier nanosLeft) {
        return new Pollable(null, () -> nanosLeft.getAsLong() <= 0, nanosLeft);
    }

    /// Whether `block` would return at once. Never blocks.
    public boolean ready() {
        return ready.getAsBoolean();
    }

    /// Waits until this is ready.
    ///
    /// @throws TrapException if the thread is interrupted while it waits
    public void block(Waker waker) {
        waker.await(ready, nanosLeft);
    }

    /// Waits until at least one of `pollables` is ready.
    ///
    /// @return the indices of all that are, ascending; a pollable that occurs twice is reported twice
    /// @throws WasiTrap if the list is empty
    /// @throws TrapException if the thread is interrupted while it waits
    public static int[] poll(Waker waker, Pollable... pollables) {
        if (pollables.length == 0) {
            throw new WasiTrap("empty poll list");
        }
        int[] indices = new int[pollables.length];
        int[] count = new int[1];
        waker.await(() -> (count[0] = collect(pollables, indices)) > 0, () -> shortest(pollables));
        return Arrays.copyOf(indices, count[0]);
    }

    private static int collect(Pollable[] pollables, int[] indices) {
        int count = 0;
        for (int i = 0; i < pollables.length; i++) {
            if (pollables[i].ready()) {
                indices[count++] = i;
            }
        }
        return count;
    }

    private static long shortest(Pollable[] pollables) {
        long shortest = Waker.NEVER;
        for (Pollable pollable : pollables) {
            shortest = Math.min(shortest, pollable.nanosLeft.getAsLong());
        }
        return shortest;
    }
}
