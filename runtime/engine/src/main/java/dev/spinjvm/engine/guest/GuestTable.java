package dev.spinjvm.engine.guest;

import org.jspecify.annotations.Nullable;

/// A table of references: null, [FunctionReference], or any object for external references.
public class GuestTable {

    /// The function at `index` (unsigned) for a call that expects the type `typeId`.
    ///
    /// @throws dev.spinjvm.engine.TrapException undefined element, uninitialized element, indirect call type mismatch
    public FunctionReference function(int index, int typeId) {
        throw new IllegalStateException();
    }

    public @Nullable Object get(int index) {
        return null;
    }

    public void set(int index, @Nullable Object value) {}

    public int size() {
        return 0;
    }

    /// `table.grow`.
    public int grow(@Nullable Object value, int count) {
        return -1;
    }

    public void fill(int start, @Nullable Object value, int count) {}

    public void copy(int to, int from, int count, GuestTable source) {}

    public void init(int to, int from, int count, @Nullable Object[] segment) {}
}
