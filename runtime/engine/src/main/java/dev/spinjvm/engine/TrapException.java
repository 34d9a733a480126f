package dev.spinjvm.engine;

import org.jspecify.annotations.Nullable;

/// The guest trapped. Its instance, and every instance of the same store, must not be entered again.
///
/// The message contains the wording of the specification's test suite ("unreachable", "out of bounds
/// memory access", "call stack exhausted", …) after the prefix `wasm trap: `.
public final class TrapException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Kind kind;

    /// A trap raised by what runs above the engine, such as a canonical ABI; `detail` says why.
    public TrapException(Kind kind, String detail) {
        this(kind, detail, null);
    }

    /// A trap that the kind says all about.
    public TrapException(Kind kind) {
        this(kind, kind.text, null);
    }

    TrapException(Kind kind, String detail, @Nullable Throwable cause) {
        super("wasm trap: " + detail, cause);
        this.kind = kind;
    }

    /// The reason, for programs.
    public Kind kind() {
        return kind;
    }

    /// Why a guest trapped.
    public enum Kind {
        UNREACHABLE("unreachable"),
        MEMORY_OUT_OF_BOUNDS("out of bounds memory access"),
        TABLE_OUT_OF_BOUNDS("out of bounds table access"),
        UNDEFINED_ELEMENT("undefined element"),
        UNINITIALIZED_ELEMENT("uninitialized element"),
        INDIRECT_CALL_TYPE_MISMATCH("indirect call type mismatch"),
        INTEGER_DIVIDE_BY_ZERO("integer divide by zero"),
        INTEGER_OVERFLOW("integer overflow"),
        INVALID_CONVERSION_TO_INTEGER("invalid conversion to integer"),
        NULL_REFERENCE("null reference"),
        CAST_FAILURE("cast failure"),
        ARRAY_OUT_OF_BOUNDS("out of bounds array access"),
        UNALIGNED_ATOMIC("unaligned atomic"),
        EXPECTED_SHARED_MEMORY("expected shared memory"),
        /// The call stack is used up.
        STACK_EXHAUSTED("call stack exhausted"),
        /// The thread was interrupted: seen when a guest is entered, when host code returns to it, and every few
        /// milliseconds while it runs. The thread's interrupt status stays set.
        INTERRUPTED("interrupt"),
        /// A WebAssembly exception left the outermost function.
        UNCAUGHT_EXCEPTION("uncaught exception"),
        /// Anything else the engine refuses to go on with.
        OTHER("trap");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }
}
