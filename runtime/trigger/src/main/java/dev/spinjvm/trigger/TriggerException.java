package dev.spinjvm.trigger;

import org.jspecify.annotations.Nullable;

/// A trigger cannot start or continue; the message is for the user, with the cause chain as detail.
public final class TriggerException extends RuntimeException {
    public TriggerException(String message) {
        super(message);
    }

    public TriggerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
