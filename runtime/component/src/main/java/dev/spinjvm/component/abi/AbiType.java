package dev.spinjvm.component.abi;

import dev.spinjvm.engine.NumericType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A value type with its layout, able to cross in both directions and in both forms: in memory and flat
/// (CanonicalABI.md, "Loading", "Storing", "Flat Lifting", "Flat Lowering").
///
/// Immutable and shared between instances; everything of one call is in the context. Flat values are longs whose low
/// bits count; a value narrower than 64 bits is written with zeros above, which makes the joins of variants free.
abstract class AbiType {
    /// One more than any limit on flat values: longer sequences are all the same, and have no list of types.
    static final int MANY = 17;

    final int size;
    final int alignment;
    final NumericType[] flat;
    final int flatCount;

    AbiType(long size, int alignment, NumericType[] flat, int flatCount) {
        if (size >= 1 << 28) {
            throw new IllegalArgumentException("a value type of " + size + " bytes is too large");
        }
        this.size = (int) size;
        this.alignment = alignment;
        this.flat = flat;
        this.flatCount = flatCount;
    }

    AbiType(int size, int alignment, NumericType... flat) {
        this(size, alignment, flat, flat.length);
    }

    /// Reads a value at an aligned address that is in bounds.
    abstract @Nullable Object load(LiftLowerContext cx, int pointer);

    /// Writes a value at an aligned address that is in bounds and reported as written.
    abstract void store(LiftLowerContext cx, @Nullable Object value, int pointer);

    /// Reads a value from flat values.
    abstract @Nullable Object lift(LiftLowerContext cx, long[] values, int at);

    /// Writes a value into flat values, which are zero before.
    abstract void lower(LiftLowerContext cx, @Nullable Object value, long[] values, int at);

    /// The flat types of a sequence, empty if there are [#MANY] or more.
    static NumericType[] concat(AbiType[] types) {
        int count = totalFlat(types);
        if (count >= MANY) {
            return new NumericType[0];
        }
        NumericType[] all = new NumericType[count];
        int at = 0;
        for (AbiType type : types) {
            System.arraycopy(type.flat, 0, all, at, type.flatCount);
            at += type.flatCount;
        }
        return all;
    }

    static int totalFlat(AbiType[] types) {
        int count = 0;
        for (AbiType type : types) {
            count = Math.min(MANY, count + type.flatCount);
        }
        return count;
    }

    static int maxAlignment(AbiType[] types) {
        return Arrays.stream(types).mapToInt(type -> type.alignment).max().orElse(1);
    }

    static long alignTo(long offset, int alignment) {
        return offset + alignment - 1 & -alignment;
    }

    static <T> T required(@Nullable T value, String type) {
        if (value == null) {
            throw new IllegalArgumentException("null where a value of type " + type + " is expected");
        }
        return value;
    }
}
