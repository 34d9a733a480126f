package dev.spinjvm.component.abi;

import org.jspecify.annotations.Nullable;

/// Records and tuples, and the parameters of functions whose flat form would be too long.
final class TupleType extends AbiType {
    private final AbiType[] fields;
    private final int[] offsets;

    private TupleType(AbiType[] fields, int[] offsets, long size, int alignment) {
        super(size, alignment, concat(fields), totalFlat(fields));
        this.fields = fields;
        this.offsets = offsets;
    }

    static TupleType of(AbiType... fields) {
        int[] offsets = new int[fields.length];
        long offset = 0;
        for (int i = 0; i < fields.length; i++) {
            offset = alignTo(offset, fields[i].alignment);
            offsets[i] = Math.toIntExact(offset);
            offset += fields[i].size;
        }
        int alignment = maxAlignment(fields);
        return new TupleType(fields, offsets, alignTo(offset, alignment), alignment);
    }

    @Override
    @Nullable
    Object[] load(LiftLowerContext cx, int pointer) {
        @Nullable
        Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i].load(cx, pointer + offsets[i]);
        }
        return values;
    }

    @Override
    void store(LiftLowerContext cx, @Nullable Object value, int pointer) {
        @Nullable
        Object[] values = check(value);
        for (int i = 0; i < values.length; i++) {
            fields[i].store(cx, values[i], pointer + offsets[i]);
        }
    }

    @Override
    @Nullable
    Object[] lift(LiftLowerContext cx, long[] flatValues, int at) {
        @Nullable
        Object[] values = new Object[fields.length];
        int next = at;
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i].lift(cx, flatValues, next);
            next += fields[i].flatCount;
        }
        return values;
    }

    @Override
    void lower(LiftLowerContext cx, @Nullable Object value, long[] flatValues, int at) {
        @Nullable
        Object[] values = check(value);
        int next = at;
        for (int i = 0; i < values.length; i++) {
            fields[i].lower(cx, values[i], flatValues, next);
            next += fields[i].flatCount;
        }
    }

    private @Nullable Object[] check(@Nullable Object value) {
        @Nullable
        Object[] values = (@Nullable Object[]) required(value, "record or tuple");
        if (values.length != fields.length) {
            throw new IllegalArgumentException(values.length + " values where " + fields.length + " are expected");
        }
        return values;
    }
}
