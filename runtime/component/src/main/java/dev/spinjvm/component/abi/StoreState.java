package dev.spinjvm.component.abi;

import dev.spinjvm.component.Store;
import org.jspecify.annotations.Nullable;

/// The part of a store that the runtime keeps for itself. Used by one thread at a time, as its store is.
public final class StoreState {
    final Store store;
    /// The task whose guest code is running; null while only the host runs.
    @Nullable
    Task current;
    /// Counts calls of host functions, so that their absence during an instantiation can be told.
    long hostCalls;
    boolean releasing;
    private boolean dead;

    public StoreState(Store store) {
        this.store = store;
    }

    /// Whether a trap or a failed host call has ended the store: nothing in it may be entered again.
    public boolean dead() {
        return dead;
    }

    /// Locks every instance of the store down.
    public void kill() {
        dead = true;
        current = null;
    }

    /// Whether all handles of an instance are being released at once.
    public boolean releasing() {
        return releasing;
    }

    /// The number of host calls that guests of this store have made.
    public long hostCalls() {
        return hostCalls;
    }
}
