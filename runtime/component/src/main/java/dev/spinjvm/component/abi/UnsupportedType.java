package dev.spinjvm.component.abi;

import dev.spinjvm.engine.NumericType;
import org.jspecify.annotations.Nullable;

/// A type whose values this host does not carry. Functions that mention it link, and trap where such a value would cross.
final class UnsupportedType extends AbiType {
    private final String name;

    UnsupportedType(String name) {
        super(4, 4, NumericType.I32);
        this.name = name;
    }

    @Override
    Object load(LiftLowerContext cx, int pointer) {
        throw unsupported();
    }

    @Override
    void store(LiftLowerContext cx, @Nullable Object value, int pointer) {
        throw unsupported();
    }

    @Override
    Object lift(LiftLowerContext cx, long[] values, int at) {
        throw unsupported();
    }

    @Override
    void lower(LiftLowerContext cx, @Nullable Object value, long[] values, int at) {
        throw unsupported();
    }

    private RuntimeException unsupported() {
        return Traps.trap("values of type " + name + " are not supported by this host");
    }
}
