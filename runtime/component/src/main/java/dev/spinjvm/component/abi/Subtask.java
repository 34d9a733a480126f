package dev.spinjvm.component.abi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One call out of a component instance (CanonicalABI.md, "Subtask State"): remembers which handles were lent to the
/// callee until the call has returned.
final class Subtask {
    private static final @Nullable ResourceHandle[] NONE = {};

    private @Nullable ResourceHandle[] lenders = NONE;
    private int count;

    void lend(ResourceHandle handle) {
        if (count == lenders.length) {
            lenders = Arrays.copyOf(lenders, count == 0 ? 2 : count * 2);
        }
        handle.lends++;
        lenders[count++] = handle;
    }

    void deliverResolve() {
        for (int i = 0; i < count; i++) {
            ResourceHandle handle = lenders[i];
            if (handle != null) {
                handle.lends--;
                lenders[i] = null;
            }
        }
        count = 0;
    }
}
