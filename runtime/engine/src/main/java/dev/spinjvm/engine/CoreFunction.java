package dev.spinjvm.engine;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.runtime.WasmInterruptedException;

/// A function: one of a guest, or one written in Java.
///
/// A function belongs to its store and is called by one thread at a time; re-entrance from host code is fine.
public final class CoreFunction implements Extern {

    private static final long[] NONE = {};

    private final FuncType type;
    private final @Nullable HostCode host;
    private final @Nullable Machine machine;
    private final int index;
    /// Elements that an array of arguments and results needs.
    private final int slots;
    /// Parameters and results that are narrower than a long, one bit for each of the first 64.
    private final long narrowParams;
    private final long narrowResults;

    private CoreFunction(FuncType type, @Nullable HostCode host, @Nullable Machine machine, int index) {
        this.type = type;
        this.host = host;
        this.machine = machine;
        this.index = index;
        this.slots = Math.max(type.params().size(), type.results().size());
        this.narrowParams = narrow(type.params());
        this.narrowResults = narrow(type.results());
    }

    /// A function written in Java.
    public static CoreFunction host(FuncType type, HostCode code) {
        return new CoreFunction(type, code, null, -1);
    }

    static CoreFunction guest(FuncType type, Instance instance, int index) {
        return new CoreFunction(type, null, instance.getMachine(), index);
    }

    @Override
    public FuncType type() {
        return type;
    }

    /// Calls the function on the current thread, in place: the arguments are at the beginning of `values`, and so are the
    /// results afterwards. What lies beyond them is undefined before and after.
    ///
    /// Values are longs: an `i32` is sign-extended (given values count by their low 32 bits only), an `i64`
    /// is itself, `f32` and `f64` are their raw bits (`f32` in the low 32 bits, sign-extended).
    ///
    /// @param values at least as many elements as there are parameters or results, whichever are more
    /// @throws TrapException if the guest traps; anything thrown by host code below comes through unchanged
    public void call(long[] values) {
        if (values.length < slots) {
            throw new IllegalArgumentException(
                    "function of type " + type + " called with an array of " + values.length + " elements");
        }
        HostCode code = host;
        if (code != null) {
            callHost(code, values);
            return;
        }
        int params = type.params().size();
        long[] results;
        try {
            checkInterrupted();
            results = guest().call(index, values.length == params ? values : Arrays.copyOf(values, params));
        } catch (RuntimeException | StackOverflowError e) {
            throw Traps.translate(e);
        }
        if (results != null) {
            System.arraycopy(normalise(results, narrowResults), 0, values, 0, type.results().size());
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

    private void callHost(HostCode code, long[] values) {
        normalise(values, narrowParams);
        code.call(values);
        normalise(values, narrowResults);
    }

    private Machine guest() {
        if (machine == null) {
            throw new IllegalStateException("a host function has no guest");
        }
        return machine;
    }

    /// The form in which another instance's compiled code calls this function: traps and WebAssembly
    /// exceptions of a guest pass untranslated, so that they can be caught on the way.
    WasmFunctionHandle handle() {
        HostCode code = host;
        if (code != null) {
            int results = type.results().size();
            return (_, args) -> {
                long[] values = args.length < results ? Arrays.copyOf(args, results) : args;
                callHost(code, values);
                checkInterrupted();
                return results == 0 ? NONE : values.length == results ? values : Arrays.copyOf(values, results);
            };
        }
        Machine callee = guest();
        int function = index;
        return new WasmFunctionHandle() {
            @Override
            public long[] apply(Instance caller, long... args) {
                return callee.call(function, args);
            }

            @Override
            public CallResult applyWithRefs(Instance caller, long[] args, Object[] refArgs) {
                return callee.callWithRefs(function, args, refArgs);
            }
        };
    }

    /// Compiled code looks only every few milliseconds, which may be too late to stop a short call after a wait.
    private static void checkInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new WasmInterruptedException(TrapException.Kind.INTERRUPTED.text);
        }
    }

    private static long narrow(List<ValueType> types) {
        long mask = 0;
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) == NumericType.I32 || types.get(i) == NumericType.F32) {
                mask |= i < 63 ? 1L << i : 1L << 63;
            }
        }
        return mask;
    }

    /// Compiled code sign-extends, the interpreter and host code do not always.
    private static long[] normalise(long[] values, long narrow) {
        for (long rest = narrow; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            values[i] = (int) values[i];
        }
        return values;
    }
}
