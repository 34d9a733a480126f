package dev.spinjvm.cli;

import org.jspecify.annotations.Nullable;

/// A command failed for a reason that its message tells the user in full; the cause, if any, is shown below it.
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
