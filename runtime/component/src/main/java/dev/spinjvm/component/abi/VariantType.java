package dev.spinjvm.component.abi;

import dev.spinjvm.component.Result;
import dev.spinjvm.component.Some;
import dev.spinjvm.component.Variant;
import dev.spinjvm.engine.NumericType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Variants, options and results: a discriminant and a payload. The subclasses differ in the Java form.
abstract class VariantType extends AbiType {
    private final @Nullable AbiType[] cases;
    private final int discriminantSize;
    private final int payloadOffset;

    VariantType(@Nullable AbiType... cases) {
        this(layout(cases), cases);
    }

    private VariantType(Layout layout, @Nullable AbiType[] cases) {
        super(layout.size, layout.alignment, layout.flat, layout.flatCount);
        this.cases = cases;
        this.discriminantSize = layout.discriminantSize;
        this.payloadOffset = layout.payloadOffset;
    }

    private record Layout(long size, int alignment, int discriminantSize, int payloadOffset, NumericType[] flat, int flatCount) {}

    private static Layout layout(@Nullable AbiType[] cases) {
        int discriminantSize = discriminantSize(cases.length);
        int payloadAlignment = 1;
        long payloadSize = 0;
        int flatCount = 1;
        List<NumericType> flat = new ArrayList<>(List.of(NumericType.I32));
        for (AbiType payload : cases) {
            if (payload != null) {
                payloadAlignment = Math.max(payloadAlignment, payload.alignment);
                payloadSize = Math.max(payloadSize, payload.size);
                flatCount = Math.min(MANY, Math.max(flatCount, 1 + payload.flatCount));
                for (int i = 0; i < payload.flat.length; i++) {
                    if (i + 1 < flat.size()) {
                        flat.set(i + 1, join(flat.get(i + 1), payload.flat[i]));
                    } else {
                        flat.add(payload.flat[i]);
                    }
                }
            }
        }
        int alignment = Math.max(discriminantSize, payloadAlignment);
        int payloadOffset = (int) alignTo(discriminantSize, payloadAlignment);
        NumericType[] types = flatCount >= MANY ? new NumericType[0] : flat.toArray(new NumericType[0]);
        return new Layout(alignTo(payloadOffset + payloadSize, alignment), alignment, discriminantSize, payloadOffset, types, flatCount);
    }

    private static NumericType join(NumericType a, NumericType b) {
        if (a == b) {
            return a;
        }
        return a != NumericType.I64 && a != NumericType.F64 && b != NumericType.I64 && b != NumericType.F64
                ? NumericType.I32
                : NumericType.I64;
    }

    static int discriminantSize(int cases) {
        return cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
    }

    static int checkCase(int discriminant, int cases) {
        if (Integer.compareUnsigned(discriminant, cases) >= 0) {
            throw Traps.trap("invalid variant discriminant");
        }
        return discriminant;
    }

    static int checkHostCase(int discriminant, int cases) {
        if (Integer.compareUnsigned(discriminant, cases) >= 0) {
            throw new IllegalArgumentException("case " + discriminant + " of a type with " + cases + " cases");
        }
        return discriminant;
    }

    /// Makes the Java form of a case and its payload.
    abstract @Nullable Object make(int index, @Nullable Object payload);

    /// The case of a Java value.
    abstract int indexOf(@Nullable Object value);

    /// The payload of a Java value, null if its case has none.
    abstract @Nullable Object payloadOf(@Nullable Object value);

    @Override
    @Nullable
    Object load(LiftLowerContext cx, int pointer) {
        int index = checkCase(Bytes.getUnsigned(cx.bytes, pointer, discriminantSize), cases.length);
        AbiType payload = cases[index];
        return make(index, payload == null ? null : payload.load(cx, pointer + payloadOffset));
    }

    @Override
    void store(LiftLowerContext cx, @Nullable Object value, int pointer) {
        int index = checkHostCase(indexOf(value), cases.length);
        Bytes.putUnsigned(cx.bytes, pointer, discriminantSize, index);
        AbiType payload = cases[index];
        if (payload != null) {
            payload.store(cx, payloadOf(value), pointer + payloadOffset);
        }
    }

    @Override
    @Nullable
    Object lift(LiftLowerContext cx, long[] values, int at) {
        int index = checkCase((int) values[at], cases.length);
        AbiType payload = cases[index];
        return make(index, payload == null ? null : payload.lift(cx, values, at + 1));
    }

    @Override
    void lower(LiftLowerContext cx, @Nullable Object value, long[] values, int at) {
        int index = checkHostCase(indexOf(value), cases.length);
        values[at] = index;
        AbiType payload = cases[index];
        if (payload != null) {
            payload.lower(cx, payloadOf(value), values, at + 1);
        }
    }

    /// Gives one case of a result to a caller: flat if no case has a payload, or else in memory.
    final void giveCase(LiftLowerContext cx, int index, @Nullable Object payload, int pointer, long[] values) {
        if (flatCount == 1) {
            values[0] = index;
            return;
        }
        putCase(cx, index, pointer);
        AbiType type = cases[index];
        if (type != null) {
            type.store(cx, payload, pointer + payloadOffset);
        }
    }

    /// Gives a case whose payload is a number.
    final void giveNumber(LiftLowerContext cx, int index, long number, int pointer) {
        ScalarType type = (ScalarType) required(cases[index], "no payload");
        long bits = type.bits(number);
        putCase(cx, index, pointer);
        type.storeBits(cx, bits, pointer + payloadOffset);
    }

    private void putCase(LiftLowerContext cx, int index, int pointer) {
        cx.checkTuple(pointer, alignment, size);
        cx.writing(pointer, size);
        Bytes.putUnsigned(cx.bytes, pointer, discriminantSize, index);
    }

    /// `variant`.
    static final class General extends VariantType {
        private final Variant[] empty;

        General(@Nullable AbiType[] cases) {
            super(cases);
            empty = new Variant[cases.length];
            for (int i = 0; i < empty.length; i++) {
                empty[i] = new Variant(i, null);
            }
        }

        @Override
        Object make(int index, @Nullable Object payload) {
            return payload == null ? empty[index] : new Variant(index, payload);
        }

        @Override
        int indexOf(@Nullable Object value) {
            return ((Variant) required(value, "variant")).index();
        }

        @Override
        @Nullable
        Object payloadOf(@Nullable Object value) {
            return ((Variant) required(value, "variant")).payload();
        }
    }

    /// `option`: null or the value itself, wrapped in [Some] where the value may be null too.
    static final class Option extends VariantType {
        private final boolean wrapped;

        Option(AbiType element) {
            super(null, element);
            wrapped = element instanceof Option;
        }

        @Override
        @Nullable
        Object make(int index, @Nullable Object payload) {
            return index == 0 ? null : wrapped ? new Some(payload) : payload;
        }

        @Override
        int indexOf(@Nullable Object value) {
            return value == null ? 0 : 1;
        }

        @Override
        @Nullable
        Object payloadOf(@Nullable Object value) {
            return wrapped && value != null ? ((Some) value).value() : value;
        }
    }

    /// `result`.
    static final class OkOrError extends VariantType {
        private static final Result EMPTY_ERROR = Result.err(null);

        OkOrError(@Nullable AbiType ok, @Nullable AbiType error) {
            super(ok, error);
        }

        @Override
        Object make(int index, @Nullable Object payload) {
            if (payload == null) {
                return index == 0 ? Result.OK : EMPTY_ERROR;
            }
            return index == 0 ? Result.ok(payload) : Result.err(payload);
        }

        @Override
        int indexOf(@Nullable Object value) {
            return switch ((Result) required(value, "result")) {
                case Result.Ok _ -> 0;
                case Result.Err _ -> 1;
            };
        }

        @Override
        @Nullable
        Object payloadOf(@Nullable Object value) {
            return switch ((Result) required(value, "result")) {
                case Result.Ok ok -> ok.value();
                case Result.Err err -> err.error();
            };
        }
    }
}
