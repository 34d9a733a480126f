package dev.spinjvm.component.binary;

/// The canonical built-ins that are functions of their own: every canonical definition but `lift`, `lower` and the three
/// resource built-ins (Binary.md, `canon`). The shape says which immediates follow the opcode, and so which record of
/// [Canon.Builtin] carries the built-in.
public enum BuiltinKind {
    TASK_CANCEL(0x05, "task.cancel", Shape.NONE),
    SUBTASK_CANCEL(0x06, "subtask.cancel", Shape.ASYNC),
    TASK_RETURN(0x09, "task.return", Shape.RESULT_OPTIONS),
    CONTEXT_GET(0x0a, "context.get", Shape.SLOT),
    CONTEXT_SET(0x0b, "context.set", Shape.SLOT),
    THREAD_YIELD(0x0c, "thread.yield", Shape.CANCELLABLE),
    SUBTASK_DROP(0x0d, "subtask.drop", Shape.NONE),
    STREAM_NEW(0x0e, "stream.new", Shape.TYPE),
    STREAM_READ(0x0f, "stream.read", Shape.TYPE_OPTIONS),
    STREAM_WRITE(0x10, "stream.write", Shape.TYPE_OPTIONS),
    STREAM_CANCEL_READ(0x11, "stream.cancel-read", Shape.TYPE_ASYNC),
    STREAM_CANCEL_WRITE(0x12, "stream.cancel-write", Shape.TYPE_ASYNC),
    STREAM_DROP_READABLE(0x13, "stream.drop-readable", Shape.TYPE),
    STREAM_DROP_WRITABLE(0x14, "stream.drop-writable", Shape.TYPE),
    FUTURE_NEW(0x15, "future.new", Shape.TYPE),
    FUTURE_READ(0x16, "future.read", Shape.TYPE_OPTIONS),
    FUTURE_WRITE(0x17, "future.write", Shape.TYPE_OPTIONS),
    FUTURE_CANCEL_READ(0x18, "future.cancel-read", Shape.TYPE_ASYNC),
    FUTURE_CANCEL_WRITE(0x19, "future.cancel-write", Shape.TYPE_ASYNC),
    FUTURE_DROP_READABLE(0x1a, "future.drop-readable", Shape.TYPE),
    FUTURE_DROP_WRITABLE(0x1b, "future.drop-writable", Shape.TYPE),
    ERROR_CONTEXT_NEW(0x1c, "error-context.new", Shape.OPTIONS),
    ERROR_CONTEXT_DEBUG_MESSAGE(0x1d, "error-context.debug-message", Shape.OPTIONS),
    ERROR_CONTEXT_DROP(0x1e, "error-context.drop", Shape.NONE),
    WAITABLE_SET_NEW(0x1f, "waitable-set.new", Shape.NONE),
    WAITABLE_SET_WAIT(0x20, "waitable-set.wait", Shape.CANCELLABLE_MEMORY),
    WAITABLE_SET_POLL(0x21, "waitable-set.poll", Shape.CANCELLABLE_MEMORY),
    WAITABLE_SET_DROP(0x22, "waitable-set.drop", Shape.NONE),
    WAITABLE_JOIN(0x23, "waitable.join", Shape.NONE),
    BACKPRESSURE_INC(0x24, "backpressure.inc", Shape.NONE),
    BACKPRESSURE_DEC(0x25, "backpressure.dec", Shape.NONE),
    THREAD_INDEX(0x26, "thread.index", Shape.NONE),
    THREAD_NEW_INDIRECT(0x27, "thread.new-indirect", Shape.CORE_TYPE_TABLE),
    THREAD_RESUME_LATER(0x28, "thread.resume-later", Shape.NONE),
    THREAD_SUSPEND(0x29, "thread.suspend", Shape.CANCELLABLE),
    THREAD_SUSPEND_THEN_RESUME(0x2a, "thread.suspend-then-resume", Shape.CANCELLABLE),
    THREAD_YIELD_THEN_RESUME(0x2b, "thread.yield-then-resume", Shape.CANCELLABLE),
    THREAD_SUSPEND_THEN_PROMOTE(0x2c, "thread.suspend-then-promote", Shape.CANCELLABLE),
    THREAD_YIELD_THEN_PROMOTE(0x2d, "thread.yield-then-promote", Shape.CANCELLABLE),
    THREAD_SPAWN_REF(0x40, "thread.spawn-ref", Shape.SHARED_CORE_TYPE),
    THREAD_SPAWN_INDIRECT(0x41, "thread.spawn-indirect", Shape.SHARED_CORE_TYPE_TABLE),
    THREAD_AVAILABLE_PARALLELISM(0x42, "thread.available-parallelism", Shape.SHARED);

    /// The immediates after the opcode.
    enum Shape {
        NONE, ASYNC, CANCELLABLE, CANCELLABLE_MEMORY, OPTIONS, RESULT_OPTIONS, SLOT, TYPE, TYPE_OPTIONS, TYPE_ASYNC, CORE_TYPE_TABLE,
        SHARED, SHARED_CORE_TYPE, SHARED_CORE_TYPE_TABLE
    }

    private final int code;
    private final String text;
    private final Shape shape;

    BuiltinKind(int code, String text, Shape shape) {
        this.code = code;
        this.text = text;
        this.shape = shape;
    }

    /// The opcode in the binary format.
    public int code() {
        return code;
    }

    Shape shape() {
        return shape;
    }

    /// The name as written in the text format.
    @Override
    public String toString() {
        return text;
    }
}
