package dev.spinjvm.component.abi;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A component function type laid out for one string encoding: how arguments and result cross, either flat or through
/// memory (CanonicalABI.md, "Flattening", "Lifting and Lowering Values"). Immutable; computed once per plan.
public final class Signature {
    static final int MAX_FLAT_PARAMS = 16;
    static final int MAX_FLAT_ASYNC_PARAMS = 4;

    private final dev.spinjvm.component.types.FuncType type;
    private final Encoding encoding;
    private final AbiType[] params;
    private final TupleType paramTuple;
    private final @Nullable AbiType result;
    /// For each parameter where its flat form begins.
    private final int[] flatAt;

    Signature(dev.spinjvm.component.types.FuncType type, Encoding encoding, AbiType[] params, @Nullable AbiType result) {
        this.type = type;
        this.encoding = encoding;
        this.params = params;
        this.paramTuple = TupleType.of(params);
        this.result = result;
        this.flatAt = new int[params.length];
        for (int i = 1; i < params.length; i++) {
            flatAt[i] = flatAt[i - 1] + params[i - 1].flatCount;
        }
    }

    /// The component-level type.
    public dev.spinjvm.component.types.FuncType type() {
        return type;
    }

    public Encoding encoding() {
        return encoding;
    }

    @Nullable
    AbiType result() {
        return result;
    }

    /// The core type of a lowered function.
    public FuncType lowered(boolean async) {
        List<ValueType> flat = flatParams(async ? MAX_FLAT_ASYNC_PARAMS : MAX_FLAT_PARAMS);
        if (async) {
            if (result != null) {
                flat.add(NumericType.I32);
            }
            return new FuncType(flat, List.of(NumericType.I32));
        }
        if (result == null) {
            return new FuncType(flat, List.of());
        }
        if (result.flatCount > 1) {
            flat.add(NumericType.I32);
            return new FuncType(flat, List.of());
        }
        return new FuncType(flat, List.of(result.flat));
    }

    private List<ValueType> flatParams(int limit) {
        return new ArrayList<>(paramTuple.flatCount > limit ? List.of(NumericType.I32) : List.of(paramTuple.flat));
    }

    /// Reads the arguments of a call that a guest makes.
    @Nullable
    Object[] liftParams(LiftLowerContext cx, long[] flat, int limit) {
        if (paramTuple.flatCount <= limit) {
            return paramTuple.lift(cx, flat, 0);
        }
        int pointer = (int) flat[0];
        cx.checkTuple(pointer, paramTuple.alignment, paramTuple.size);
        return paramTuple.load(cx, pointer);
    }

    /// The elements that a call to a guest needs, or one from a guest, in whichever way.
    int slots() {
        return Math.max(1, Math.min(MAX_FLAT_PARAMS, paramTuple.flatCount) + 1);
    }

    /// Writes the arguments of a call to a guest.
    void lowerParams(LiftLowerContext cx, @Nullable Object[] arguments, long[] flat) {
        if (arguments.length != params.length) {
            throw new IllegalArgumentException(arguments.length + " arguments for a function of " + params.length + " parameters");
        }
        if (paramTuple.flatCount <= MAX_FLAT_PARAMS) {
            paramTuple.lower(cx, arguments, flat, 0);
            return;
        }
        int pointer = cx.allocate(paramTuple.alignment, paramTuple.size, "parameter");
        cx.writing(pointer, paramTuple.size);
        paramTuple.store(cx, arguments, pointer);
        flat[0] = pointer;
    }

    /// Reads the result of a call to a guest, which is flat up to `limit` values.
    @Nullable
    Object liftResult(LiftLowerContext cx, long[] flat, int limit) {
        if (result == null) {
            return null;
        }
        if (result.flatCount <= limit) {
            return result.lift(cx, flat, 0);
        }
        int pointer = (int) flat[0];
        cx.checkTuple(pointer, result.alignment, result.size);
        return result.load(cx, pointer);
    }

    /// Whether a synchronous call passes its parameters flat.
    boolean flatParams() {
        return paramTuple.flatCount <= MAX_FLAT_PARAMS;
    }

    AbiType param(int index) {
        return params[index];
    }

    /// Where the flat form of a parameter begins.
    int flatAt(int index) {
        return flatAt[index];
    }

    /// Whether a synchronous call has a core result.
    boolean flatResult() {
        return result != null && result.flatCount == 1;
    }

    /// Where a guest that makes a call wants its result: what the argument after the parameters says, 0 if there is none.
    int resultPointer(long[] flat, boolean async) {
        if (result == null || !async && result.flatCount <= 1) {
            return 0;
        }
        int limit = async ? MAX_FLAT_ASYNC_PARAMS : MAX_FLAT_PARAMS;
        return (int) flat[paramTuple.flatCount > limit ? 1 : paramTuple.flatCount];
    }

    /// Writes the result of a call that a guest made: flat if it is one value, or else to memory.
    void lowerResult(LiftLowerContext cx, @Nullable Object value, int pointer, long[] flat) {
        if (result == null) {
            return;
        }
        if (result.flatCount > 1) {
            storeResult(cx, value, pointer);
            return;
        }
        result.lower(cx, value, flat, 0);
    }

    /// Writes a result to memory.
    void storeResult(LiftLowerContext cx, @Nullable Object value, int pointer) {
        AbiType present = result;
        if (present != null) {
            cx.checkTuple(pointer, present.alignment, present.size);
            cx.writing(pointer, present.size);
            present.store(cx, value, pointer);
        }
    }
}
