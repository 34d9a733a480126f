package dev.spinjvm.component;

import dev.spinjvm.component.abi.StoreState;
import dev.spinjvm.engine.TrapException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The edge between embedder and guest: whatever leaves a guest in the middle ends its store.
final class Guarded {

    private Guarded() {}

    static <T extends @Nullable Object> T call(StoreState store, Supplier<T> guest) {
        try {
            return guest.get();
        } catch (StackOverflowError e) {
            store.kill();
            throw new TrapException(TrapException.Kind.STACK_EXHAUSTED, "call stack exhausted");
        } catch (Throwable e) {
            store.kill();
            throw e;
        }
    }
}
