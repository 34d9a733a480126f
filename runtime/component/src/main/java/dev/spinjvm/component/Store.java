package dev.spinjvm.component;

import dev.spinjvm.component.abi.StoreState;
import java.util.HashMap;
import java.util.Map;

/// The world of one instance tree: what the host keeps for it, and whether it still lives. One thread runs guest
/// code of a store at a time; a store is not thread-safe otherwise.
public final class Store {
    private final Map<Class<?>, Object> states = new HashMap<>();
    private final StoreState runtime = new StoreState(this);

    /// Attaches host state, replacing what was there under the same type.
    public <T> Store with(Class<T> type, T state) {
        states.put(type, state);
        return this;
    }

    /// The host state attached under `type`.
    ///
    /// @throws IllegalStateException if none is attached, which is a fault of the embedder
    public <T> T state(Class<T> type) {
        Object state = states.get(type);
        if (state == null) {
            throw new IllegalStateException("this store has no " + type.getSimpleName());
        }
        return type.cast(state);
    }

    /// Whether a trap or an exception of a host function has ended the store; none of its instances can be called again.
    public boolean dead() {
        return runtime.dead();
    }

    /// Whether the host resources that an instance left are being released, all of them and in no particular order: a
    /// destructor must not insist that one goes before another then, as it may when a guest drops a handle.
    public boolean releasing() {
        return runtime.releasing();
    }

    StoreState runtime() {
        return runtime;
    }
}
