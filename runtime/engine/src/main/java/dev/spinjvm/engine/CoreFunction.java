package dev.spinjvm.engine;

import dev.spinjvm.engine.guest.FunctionReference;
import dev.spinjvm.engine.guest.GuestException;
import dev.spinjvm.engine.guest.Traps;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function: one of a guest, or one written in Java.
///
/// A function belongs to its store and is called by one thread at a time; re-entrance from host code is fine.
public final class CoreFunction implements Extern {

    private static final @Nullable Object[] NO_REFERENCES = {};

    private final FuncType type;
    private final @Nullable HostCode host;
    /// What guests know the function by; made for a host function when the first of them is given it.
    private @Nullable FunctionReference reference;
    /// Elements that an array of arguments and results needs.
    private final int slots;
    /// Parameters and results that are narrower than a long.
    private final long narrowParams;
    private final long narrowResults;
    private final boolean hasReferences;

    private CoreFunction(FuncType type, @Nullable HostCode host, @Nullable FunctionReference reference) {
        this.type = type;
        this.host = host;
        this.reference = reference;
        this.slots = Math.max(type.params().size(), type.results().size());
        this.narrowParams = host == null ? 0 : FunctionReference.narrow(type.params());
        this.narrowResults = host == null ? 0 : FunctionReference.narrow(type.results());
        this.hasReferences = hasReferences(type.params()) || hasReferences(type.results());
    }

    private static boolean hasReferences(List<ValueType> types) {
        for (ValueType type : types) {
            if (type instanceof RefType || type == NumericType.V128) {
                return true;
            }
        }
        return false;
    }

    /// A function written in Java.
    public static CoreFunction host(FuncType type, HostCode code) {
        return new CoreFunction(type, code, null);
    }

    static CoreFunction guest(FunctionReference reference) {
        return new CoreFunction(reference.type(), null, reference);
    }

    @Override
    public FuncType type() {
        return type;
    }

    /// Calls the function on the current thread, in place: the arguments are at the beginning of `values`, and so are the
    /// results afterwards. What lies beyond them is undefined before and after.
    ///
    /// Values are longs: an `i32` is sign-extended (given values count by their low 32 bits only), an `i64`
    /// is itself, `f32` and `f64` are their raw bits (`f32` in the low 32 bits, sign-extended). References count as null.
    ///
    /// @param values at least as many elements as there are parameters or results, whichever are more
    /// @throws TrapException if the guest traps; anything thrown by host code below comes through unchanged
    public void call(long[] values) {
        call(values, hasReferences ? new @Nullable Object[slots] : NO_REFERENCES);
    }

    /// Calls the function as [#call(long\[\])] does, with references (and vectors) in an array of their own: each at the
    /// position that the argument or result has among all of them. A reference is null, or an object that came from a
    /// guest, or any object for an `externref`.
    void call(long[] values, @Nullable Object[] references) {
        if (values.length < slots) {
            throw new IllegalArgumentException(
                    "function of type " + type + " called with an array of " + values.length + " elements");
        }
        HostCode code = host;
        if (code != null) {
            FunctionReference.signExtend(values, narrowParams);
            code.call(values);
            FunctionReference.signExtend(values, narrowResults);
            return;
        }
        try {
            guest().callFromHost(values, references);
        } catch (StackOverflowError e) {
            throw Traps.stackExhausted();
        } catch (GuestException e) {
            throw new TrapException(TrapException.Kind.UNCAUGHT_EXCEPTION,
                    "uncaught exception of type " + e.tag.type().params());
        }
    }

    /// Calls the function as [#call] does, with one element for each argument and each result.
    ///
    /// @throws IllegalArgumentException if the number of arguments is wrong
    public long[] invoke(long... args) {
        int params = type.params().size();
        if (args.length != params) {
            throw new IllegalArgumentException(
                    "function of type " + type + " called with " + args.length + " arguments");
        }
        long[] values = Arrays.copyOf(args, slots);
        call(values);
        int results = type.results().size();
        return values.length == results ? values : Arrays.copyOf(values, results);
    }

    private FunctionReference guest() {
        FunctionReference guest = reference;
        if (guest == null) {
            throw new IllegalStateException("a host function has no guest");
        }
        return guest;
    }

    /// What guests know the function by, traps and WebAssembly exceptions of a guest pass it untranslated, so that they can
    /// be caught on the way.
    ///
    /// @param typeId the number of the function's type in the engine of the guest that is given it
    FunctionReference reference(int typeId) {
        FunctionReference known = reference;
        HostCode code = host;
        if (code != null && (known == null || known.typeId != typeId)) {
            known = new FunctionReference(code, typeId, type);
            reference = known;
        }
        return known == null ? guest() : known;
    }
}
