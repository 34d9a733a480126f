package dev.spinjvm.component.abi;

import dev.spinjvm.engine.TrapException;

/// Traps that the Canonical ABI raises, with the wording of the specification's test suite.
public final class Traps {
    static final String CANNOT_LEAVE = "cannot leave component instance";
    static final String CANNOT_ENTER = "cannot enter component instance";
    static final String UNALIGNED = "unaligned pointer";

    private Traps() {}

    /// A trap for `reason`, to be thrown.
    public static TrapException trap(String reason) {
        return new TrapException(TrapException.Kind.OTHER, reason);
    }

    static TrapException unknownHandle(int index) {
        return trap("unknown handle index " + Integer.toUnsignedString(index));
    }
}
