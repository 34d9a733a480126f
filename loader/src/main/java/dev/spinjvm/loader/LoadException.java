package dev.spinjvm.loader;

import org.jspecify.annotations.Nullable;

/// Anything that keeps an application from being loaded or a locked application from being read.
///
/// The message is one sentence for the user; causes are further sentences, outermost first, as the command line prints them.
public class LoadException extends RuntimeException {
    public LoadException(String message) {
        super(message);
    }

    public LoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The message followed by those of its causes, joined by `: `.
    public String fullMessage() {
        var text = new StringBuilder(messageOf(this));
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(messageOf(cause));
        }
        return text.toString();
    }

    private static String messageOf(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}
