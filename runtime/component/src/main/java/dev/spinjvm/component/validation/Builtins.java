package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.BuiltinKind;
import dev.spinjvm.component.binary.Canon;
import dev.spinjvm.component.binary.CoreValType;
import dev.spinjvm.component.types.CoreDefType;
import dev.spinjvm.component.types.CoreDefType.CoreFuncType;
import dev.spinjvm.component.types.CoreExternType;
import dev.spinjvm.component.types.CoreType;
import dev.spinjvm.component.types.CoreValueType;
import dev.spinjvm.component.types.CoreValueType.AbstractHeap;
import dev.spinjvm.component.types.CoreValueType.Num;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules and core function types of the asynchronous and threading built-ins.
final class Builtins {
    private static final int CONTEXT_SLOTS = 2;

    private final Context context;
    private final Scope scope;
    private final ValueTypes values;

    Builtins(Context context, Scope scope, ValueTypes values) {
        this.context = context;
        this.scope = scope;
        this.values = values;
    }

    CoreFuncType type(Canon.Builtin builtin) throws InvalidComponentException {
        return switch (builtin) {
            case Canon.Plain(var kind) -> plain(kind);
            case Canon.SubtaskCancel _ -> func(1, 1);
            case Canon.TaskReturn taskReturn -> taskReturn(taskReturn);
            case Canon.ContextSlot slot -> contextSlot(slot);
            case Canon.Ends(var kind, int type) -> {
                element(kind, type);
                yield kind == BuiltinKind.STREAM_NEW || kind == BuiltinKind.FUTURE_NEW
                        ? new CoreFuncType(List.of(), List.of(Num.I64))
                        : func(1, 0);
            }
            case Canon.Copy copy -> copy(copy);
            case Canon.CancelCopy(var kind, int type, boolean _) -> {
                element(kind, type);
                yield func(1, 1);
            }
            case Canon.ErrorContext errorContext -> errorContext(errorContext);
            case Canon.WaitableSetAccess(var _, boolean _, int memory) -> {
                Num pointer = context.get(scope.coreMemories, memory, "memory").limits().index64() ? Num.I64 : Num.I32;
                yield new CoreFuncType(List.of(Num.I32, pointer), List.of(Num.I32));
            }
            case Canon.ThreadSwitch(var kind, boolean _) ->
                kind == BuiltinKind.THREAD_YIELD || kind == BuiltinKind.THREAD_SUSPEND ? func(0, 1) : func(1, 1);
            case Canon.ThreadNewIndirect(int type, int table) ->
                new CoreFuncType(List.of(tableIndex(table), startParam(type)), List.of(Num.I32));
            case Canon.ThreadSpawnRef(boolean _, int type) -> spawnRef(type);
            case Canon.ThreadSpawnIndirect(boolean _, int type, int table) ->
                new CoreFuncType(List.of(tableIndex(table), startParam(type)), List.of(Num.I32));
            case Canon.ThreadAvailableParallelism _ -> func(0, 1);
        };
    }

    private static CoreFuncType func(int params, int results) {
        List<CoreValueType> words = List.of(Num.I32, Num.I32);
        return new CoreFuncType(words.subList(0, params), words.subList(0, results));
    }

    private CoreFuncType plain(BuiltinKind kind) {
        return switch (kind) {
            case TASK_CANCEL, BACKPRESSURE_INC, BACKPRESSURE_DEC -> func(0, 0);
            case WAITABLE_SET_NEW, THREAD_INDEX -> func(0, 1);
            case SUBTASK_DROP, ERROR_CONTEXT_DROP, WAITABLE_SET_DROP, THREAD_RESUME_LATER -> func(1, 0);
            case WAITABLE_JOIN -> func(2, 0);
            default -> throw new IllegalStateException(kind + " has immediates");
        };
    }

    private CoreFuncType taskReturn(Canon.TaskReturn builtin) throws InvalidComponentException {
        OptionRules rules = new OptionRules(context, scope, builtin.options());
        rules.refusePostReturn("`task.return`");
        rules.refuseCallback("`task.return`");
        rules.refuseAsync("`task.return`");
        rules.refuseRealloc("`task.return`");
        ValType result = values.optional(builtin.result());
        values.refuseBorrow(result, "`task.return` result");
        rules.requireForReading(result);
        FuncType type = new FuncType(false,
                result == null ? List.of() : List.of(new FuncType.Param("result", result)), null);
        Flattening flattening = new Flattening(context.types(), rules.pointer());
        if (flattening.paramCount(type) > Flattening.MAX_FLAT_PARAMS) {
            rules.requireMemory();
        }
        return flattening.lowered(type, false);
    }

    private CoreFuncType contextSlot(Canon.ContextSlot builtin) throws InvalidComponentException {
        if (builtin.type() != CoreValType.NumType.I32) {
            throw context.invalid("`" + builtin.kind() + "` only supports `i32`");
        }
        if (builtin.slot() < 0 || builtin.slot() >= CONTEXT_SLOTS) {
            throw context.invalid("`" + builtin.kind() + "` immediate must be less than " + CONTEXT_SLOTS);
        }
        return builtin.kind() == BuiltinKind.CONTEXT_GET ? func(0, 1) : func(1, 0);
    }

    /// The element type of a stream or future type.
    private @Nullable ValType element(BuiltinKind kind, int index) throws InvalidComponentException {
        DefType type = context.get(scope.types, index, "type");
        boolean stream = switch (kind) {
            case STREAM_NEW, STREAM_READ, STREAM_WRITE, STREAM_CANCEL_READ, STREAM_CANCEL_WRITE, STREAM_DROP_READABLE,
                    STREAM_DROP_WRITABLE ->
                true;
            default -> false;
        };
        if (stream && type instanceof DefType.Value(ValType.StreamType(var element))) {
            return element;
        }
        if (!stream && type instanceof DefType.Value(ValType.FutureType(var element))) {
            return element;
        }
        throw context.invalid("`" + kind + "` requires a " + (stream ? "stream" : "future") + " type: type index "
                + index + " is none");
    }

    private CoreFuncType copy(Canon.Copy builtin) throws InvalidComponentException {
        BuiltinKind kind = builtin.kind();
        ValType element = element(kind, builtin.type());
        OptionRules rules = new OptionRules(context, scope, builtin.options());
        rules.refusePostReturn("`" + kind + "`");
        rules.refuseCallback("`" + kind + "`");
        if (element != null) {
            rules.requireMemory();
        }
        if (kind == BuiltinKind.STREAM_READ || kind == BuiltinKind.FUTURE_READ) {
            rules.requireForWriting(element);
        }
        Num pointer = rules.pointer();
        return kind == BuiltinKind.STREAM_READ || kind == BuiltinKind.STREAM_WRITE
                ? new CoreFuncType(List.of(Num.I32, pointer, pointer), List.of(pointer))
                : new CoreFuncType(List.of(Num.I32, pointer), List.of(Num.I32));
    }

    private CoreFuncType errorContext(Canon.ErrorContext builtin) throws InvalidComponentException {
        String name = "`" + builtin.kind() + "`";
        OptionRules rules = new OptionRules(context, scope, builtin.options());
        rules.refusePostReturn(name);
        rules.refuseCallback(name);
        rules.refuseAsync(name);
        rules.requireMemory();
        Num pointer = rules.pointer();
        if (builtin.kind() == BuiltinKind.ERROR_CONTEXT_NEW) {
            return new CoreFuncType(List.of(pointer, pointer), List.of(Num.I32));
        }
        rules.requireRealloc();
        return new CoreFuncType(List.of(Num.I32, pointer), List.of());
    }

    private CoreDefType startType(int index) throws InvalidComponentException {
        CoreType type = context.get(scope.coreTypes, index, "type");
        if (type instanceof CoreDefType defined && func(1, 0).equals(defined.functionType())) {
            return defined;
        }
        throw context.invalid("spawn type must take a single `i32` argument (currently) and return nothing");
    }

    private CoreValueType startParam(int index) throws InvalidComponentException {
        startType(index);
        return Num.I32;
    }

    private Num tableIndex(int index) throws InvalidComponentException {
        CoreExternType.Table table = context.get(scope.coreTables, index, "table");
        if (!table.element().equals(new CoreValueType.Ref(true, AbstractHeap.FUNC))) {
            throw context.invalid("expected a table of `funcref`, found " + table.element());
        }
        return table.limits().index64() ? Num.I64 : Num.I32;
    }

    private CoreFuncType spawnRef(int index) throws InvalidComponentException {
        List<CoreValueType> params = new ArrayList<>();
        params.add(new CoreValueType.Ref(true, new CoreValueType.DefinedHeap(startType(index))));
        params.add(Num.I32);
        return new CoreFuncType(params, List.of(Num.I32));
    }
}
