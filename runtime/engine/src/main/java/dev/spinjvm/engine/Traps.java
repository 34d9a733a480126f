package dev.spinjvm.engine;

import dev.spinjvm.engine.TrapException.Kind;
import run.endive.runtime.WasmException;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;

/// Turns what compiled code throws into [TrapException].
final class Traps {

    private Traps() {}

    /// Returns the trap that `thrown` means; what is no trap (an exception of host code) comes back unchanged.
    static RuntimeException translate(Throwable thrown) {
        return switch (thrown) {
            case StackOverflowError _ -> new TrapException(Kind.STACK_EXHAUSTED, Kind.STACK_EXHAUSTED.text, null);
            case WasmInterruptedException _ -> new TrapException(Kind.INTERRUPTED, Kind.INTERRUPTED.text, null);
            case WasmException e -> new TrapException(Kind.UNCAUGHT_EXCEPTION,
                    "uncaught exception of tag " + e.tagIdx(), null);
            case WasmEngineException e -> ofMessage(e);
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(thrown);
        };
    }

    private static TrapException ofMessage(WasmEngineException e) {
        String message = String.valueOf(e.getMessage());
        for (Kind kind : Kind.values()) {
            if (kind != Kind.OTHER && message.contains(kind.text)) {
                String detail = kind == Kind.UNREACHABLE ? kind.text : message;
                return new TrapException(kind, detail, kind == Kind.STACK_EXHAUSTED ? null : e);
            }
        }
        Kind kind = message.startsWith("null ") ? Kind.NULL_REFERENCE : Kind.OTHER;
        return new TrapException(kind, message, e);
    }
}
