package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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

    /// A failure to read or write, with what the operating system says as its cause.
    public static LoadException ofIo(String message, IOException problem) {
        var exception = new LoadException(message, new LoadException(reason(problem)));
        exception.addSuppressed(problem);
        return exception;
    }

    private static String reason(IOException problem) {
        String reason = problem instanceof FileSystemException e ? e.getReason() : problem.getMessage();
        return switch (problem) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileSystemException e when reason == null -> "it cannot be used: " + e.getFile();
            default -> reason == null ? problem.getClass().getSimpleName() : reason;
        };
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
