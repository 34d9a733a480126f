package dev.spinjvm.component.abi;

import dev.spinjvm.component.binary.BuiltinKind;
import dev.spinjvm.component.binary.Canon;
import dev.spinjvm.component.binary.CoreValType;
import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.HostCode;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The built-ins of the asynchronous ABI. Those that never wait for another task exist; a component that imports one of
/// the others can be instantiated, and traps with the name of the built-in when it calls it.
public final class AsyncBuiltins {
    private static final int MAX_BACKPRESSURE = 1 << 16;

    private AsyncBuiltins() {}

    /// The core type of a built-in other than `task.return`.
    public static FuncType type(Canon.Builtin builtin) {
        return switch (builtin.kind()) {
            case TASK_CANCEL, BACKPRESSURE_INC, BACKPRESSURE_DEC -> func(0, false);
            case SUBTASK_CANCEL, STREAM_CANCEL_READ, STREAM_CANCEL_WRITE, FUTURE_CANCEL_READ, FUTURE_CANCEL_WRITE -> func(1, true);
            case SUBTASK_DROP, STREAM_DROP_READABLE, STREAM_DROP_WRITABLE, FUTURE_DROP_READABLE, FUTURE_DROP_WRITABLE,
                    ERROR_CONTEXT_DROP, WAITABLE_SET_DROP, THREAD_RESUME_LATER -> func(1, false);
            case CONTEXT_GET -> new FuncType(List.of(), List.of(slotType(builtin)));
            case CONTEXT_SET -> new FuncType(List.of(slotType(builtin)), List.of());
            case THREAD_YIELD, WAITABLE_SET_NEW, THREAD_INDEX, THREAD_SUSPEND, THREAD_AVAILABLE_PARALLELISM -> func(0, true);
            case STREAM_NEW, FUTURE_NEW -> new FuncType(List.of(), List.of(NumericType.I64));
            case STREAM_READ, STREAM_WRITE -> func(3, true);
            case FUTURE_READ, FUTURE_WRITE, ERROR_CONTEXT_NEW, WAITABLE_SET_WAIT, WAITABLE_SET_POLL, THREAD_NEW_INDIRECT,
                    THREAD_SPAWN_REF -> func(2, true);
            case ERROR_CONTEXT_DEBUG_MESSAGE, WAITABLE_JOIN -> func(2, false);
            case THREAD_SUSPEND_THEN_RESUME, THREAD_YIELD_THEN_RESUME, THREAD_SUSPEND_THEN_PROMOTE, THREAD_YIELD_THEN_PROMOTE ->
                func(1, true);
            case THREAD_SPAWN_INDIRECT -> func(2, true);
            case TASK_RETURN -> throw new IllegalArgumentException("the type of task.return depends on the result");
        };
    }

    private static FuncType func(int params, boolean result) {
        ValueType[] all = new ValueType[params];
        Arrays.fill(all, NumericType.I32);
        return new FuncType(List.of(all), result ? List.of(NumericType.I32) : List.of());
    }

    private static NumericType slotType(Canon.Builtin builtin) {
        return builtin instanceof Canon.ContextSlot slot && slot.type() == CoreValType.NumType.I64
                ? NumericType.I64
                : NumericType.I32;
    }

    /// The body of a built-in other than `task.return`.
    public static HostCode code(InstanceState instance, Canon.Builtin builtin) {
        return switch (builtin) {
            case Canon.ContextSlot slot when slot.kind() == BuiltinKind.CONTEXT_GET ->
                values -> values[0] = current(instance).context[slot.slot()];
            case Canon.ContextSlot slot -> values -> current(instance).context[slot.slot()] = values[0];
            case Canon.Plain plain when plain.kind() == BuiltinKind.BACKPRESSURE_INC -> _ -> backpressure(instance, 1);
            case Canon.Plain plain when plain.kind() == BuiltinKind.BACKPRESSURE_DEC -> _ -> backpressure(instance, -1);
            case Canon.Builtin other -> _ -> {
                instance.checkMayLeave();
                throw Traps.trap("the canonical built-in '" + other.kind() + "' is not supported by this host");
            };
        };
    }

    /// The task whose slots a guest sees. A core start function has none and gets slots that nobody else sees.
    private static Task current(InstanceState instance) {
        Task task = instance.tree.store.current;
        return task != null ? task : new Task(instance, null, null, null);
    }

    private static void backpressure(InstanceState instance, int change) {
        instance.backpressure += change;
        if (instance.backpressure < 0 || instance.backpressure == MAX_BACKPRESSURE) {
            throw Traps.trap("backpressure counter overflow");
        }
    }

    /// The core type of `task.return`, whose result is that of `signature`.
    public static FuncType taskReturnType(Signature signature) {
        AbiType result = signature.result();
        if (result == null) {
            return new FuncType(List.of(), List.of());
        }
        return result.flatCount > Signature.MAX_FLAT_PARAMS
                ? new FuncType(List.of(NumericType.I32), List.of())
                : new FuncType(List.of(result.flat), List.of());
    }

    /// `task.return`.
    public static HostCode taskReturn(Signature signature, CanonicalOptions options) {
        return values -> {
            InstanceState instance = options.instance();
            instance.checkMayLeave();
            Task task = instance.tree.store.current;
            LiftedFunction function = task == null ? null : task.function;
            if (task == null || function == null || !function.options().async()) {
                throw Traps.trap("`task.return` called outside of a task of the asynchronous ABI");
            }
            Signature declared = function.signature();
            CanonicalOptions lifted = function.options();
            if (!Objects.equals(declared.type().result(), signature.type().result())
                    || declared.encoding() != signature.encoding()
                    || options.memory() != null && lifted.memory() != options.memory()) {
                throw Traps.trap("invalid `task.return` signature and/or options for current task");
            }
            LiftLowerContext cx = new LiftLowerContext(options, task.transfer, null, null);
            task.resolve(signature.liftResult(cx, values, Signature.MAX_FLAT_PARAMS));
        };
    }
}
