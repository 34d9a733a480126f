package dev.spinjvm.component.binary;

import org.jspecify.annotations.Nullable;

/// A canonical definition (Binary.md, `canon`). A lift appends to the function index space, everything else to that of
/// core functions.
public sealed interface Canon {

    /// @param coreFunc core function index
    /// @param type type index of the function's component-level type
    record Lift(int coreFunc, CanonOptions options, int type) implements Canon {}

    /// @param func function index
    record Lower(int func, CanonOptions options) implements Canon {}

    /// @param type type index of a resource defined in this component
    record ResourceNew(int type) implements Canon {}

    /// @param type type index of a resource
    record ResourceDrop(int type) implements Canon {}

    /// @param type type index of a resource defined in this component
    record ResourceRep(int type) implements Canon {}

    /// A built-in of the asynchronous or threading part. The records below are one for each form of immediates; the kind
    /// says which built-in it is.
    sealed interface Builtin extends Canon {
        BuiltinKind kind();
    }

    /// No immediates: `task.cancel`, `subtask.drop`, `error-context.drop`, `waitable-set.new`, `waitable-set.drop`,
    /// `waitable.join`, `backpressure.inc`, `backpressure.dec`, `thread.index`, `thread.resume-later`.
    record Plain(BuiltinKind kind) implements Builtin {}

    /// `subtask.cancel`.
    record SubtaskCancel(boolean async) implements Builtin {
        @Override
        public BuiltinKind kind() {
            return BuiltinKind.SUBTASK_CANCEL;
        }
    }

    /// `task.return`.
    record TaskReturn(@Nullable ValTypeRef result, CanonOptions options) implements Builtin {
        @Override
        public BuiltinKind kind() {
            return BuiltinKind.TASK_RETURN;
        }
    }

    /// `context.get` and `context.set`.
    record ContextSlot(BuiltinKind kind, CoreValType type, int slot) implements Builtin {}

    /// `new`, `drop-readable` and `drop-writable` of streams and futures.
    ///
    /// @param type type index of the stream or future
    record Ends(BuiltinKind kind, int type) implements Builtin {}

    /// `read` and `write` of streams and futures.
    ///
    /// @param type type index of the stream or future
    record Copy(BuiltinKind kind, int type, CanonOptions options) implements Builtin {}

    /// `cancel-read` and `cancel-write` of streams and futures.
    ///
    /// @param type type index of the stream or future
    record CancelCopy(BuiltinKind kind, int type, boolean async) implements Builtin {}

    /// `error-context.new` and `error-context.debug-message`.
    record ErrorContext(BuiltinKind kind, CanonOptions options) implements Builtin {}

    /// `waitable-set.wait` and `waitable-set.poll`.
    ///
    /// @param memory core memory index
    record WaitableSetAccess(BuiltinKind kind, boolean cancellable, int memory) implements Builtin {}

    /// `thread.yield`, `thread.suspend` and the four that switch to another thread.
    record ThreadSwitch(BuiltinKind kind, boolean cancellable) implements Builtin {}

    /// `thread.new-indirect`.
    ///
    /// @param type core type index of the start function
    /// @param table core table index
    record ThreadNewIndirect(int type, int table) implements Builtin {
        @Override
        public BuiltinKind kind() {
            return BuiltinKind.THREAD_NEW_INDIRECT;
        }
    }

    /// `thread.spawn-ref`.
    ///
    /// @param type core type index of the start function
    record ThreadSpawnRef(boolean shared, int type) implements Builtin {
        @Override
        public BuiltinKind kind() {
            return BuiltinKind.THREAD_SPAWN_REF;
        }
    }

    /// `thread.spawn-indirect`.
    ///
    /// @param type core type index of the start function
    /// @param table core table index
    record ThreadSpawnIndirect(boolean shared, int type, int table) implements Builtin {
        @Override
        public BuiltinKind kind() {
            return BuiltinKind.THREAD_SPAWN_INDIRECT;
        }
    }

    /// `thread.available-parallelism`.
    record ThreadAvailableParallelism(boolean shared) implements Builtin {
        @Override
        public BuiltinKind kind() {
            return BuiltinKind.THREAD_AVAILABLE_PARALLELISM;
        }
    }
}
