package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.TrapException;
import dev.spinjvm.engine.TrapException.Kind;

/// The traps that compiled code and its helpers raise: `throw Traps.unreachable()`.
public final class Traps {

    private Traps() {}

    public static TrapException unreachable() {
        return new TrapException(Kind.UNREACHABLE);
    }

    public static TrapException memoryOutOfBounds() {
        return new TrapException(Kind.MEMORY_OUT_OF_BOUNDS);
    }

    public static TrapException tableOutOfBounds() {
        return new TrapException(Kind.TABLE_OUT_OF_BOUNDS);
    }

    public static TrapException undefinedElement() {
        return new TrapException(Kind.UNDEFINED_ELEMENT);
    }

    public static TrapException uninitializedElement(int index) {
        return new TrapException(Kind.UNINITIALIZED_ELEMENT, "uninitialized element " + Integer.toUnsignedString(index));
    }

    public static TrapException indirectCallTypeMismatch() {
        return new TrapException(Kind.INDIRECT_CALL_TYPE_MISMATCH);
    }

    public static TrapException divideByZero() {
        return new TrapException(Kind.INTEGER_DIVIDE_BY_ZERO);
    }

    public static TrapException integerOverflow() {
        return new TrapException(Kind.INTEGER_OVERFLOW);
    }

    public static TrapException invalidConversion() {
        return new TrapException(Kind.INVALID_CONVERSION_TO_INTEGER);
    }

    /// `what` is the specification's word for the reference: "function", "exception", "reference".
    public static TrapException nullReference(String what) {
        return new TrapException(Kind.NULL_REFERENCE, "null " + what + (what.equals("reference") ? "" : " reference"));
    }

    public static TrapException nullReference() {
        return new TrapException(Kind.NULL_REFERENCE);
    }

    public static TrapException unalignedAtomic() {
        return new TrapException(Kind.UNALIGNED_ATOMIC);
    }

    public static TrapException expectedSharedMemory() {
        return new TrapException(Kind.EXPECTED_SHARED_MEMORY);
    }

    public static TrapException stackExhausted() {
        return new TrapException(Kind.STACK_EXHAUSTED);
    }

    public static TrapException interrupted() {
        return new TrapException(Kind.INTERRUPTED);
    }
}
