package dev.spinjvm.component.abi;

import org.jspecify.annotations.Nullable;

/// One call into a component instance (CanonicalABI.md, "Tasks"): the scope of the borrows it was given and the owner of
/// the context slots. Calls of `realloc`, `post-return` and destructors are tasks as well.
final class Task {
    final InstanceState instance;
    /// The function that runs, for `task.return`; null for calls without a component-level type.
    final @Nullable LiftedFunction function;
    /// The task that was running when this one began.
    final @Nullable Task caller;
    final long[] context = new long[2];
    int borrows;
    /// Whether the result goes to another guest.
    final boolean transfer;
    private @Nullable ResultSink sink;
    private boolean resolved;

    Task(InstanceState instance, @Nullable LiftedFunction function, @Nullable Task caller, @Nullable ResultSink sink) {
        this.transfer = sink instanceof LoweredCall;
        this.instance = instance;
        this.function = function;
        this.caller = caller;
        this.sink = sink;
    }

    boolean resolved() {
        return resolved;
    }

    /// `Task.return_` of the specification: hands the result on, which the caller lowers at once.
    void resolve(@Nullable Object result) {
        if (resolved) {
            throw Traps.trap("`task.return` or `task.cancel` called more than once for current task");
        }
        if (borrows > 0) {
            throw Traps.trap("borrow handles still remain at the end of the call");
        }
        resolved = true;
        ResultSink target = sink;
        sink = null;
        if (target != null) {
            target.accept(result);
        }
    }
}
