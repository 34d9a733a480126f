package dev.spinjvm.engine.guest;

import org.jspecify.annotations.Nullable;

/// A global that several instances, or the host, can see.
public final class GuestGlobal {

    /// A number: an `i32` sign-extended, floats as raw bits.
    public long word;
    /// A reference or a vector.
    public @Nullable Object reference;
}
