package dev.spinjvm.component.compose;

/// Components cannot be composed. The message is a sentence for the user.
public final class ComposeException extends Exception {
    private static final long serialVersionUID = 1L;

    ComposeException(String message) {
        super(message);
    }

    ComposeException(String message, Throwable cause) {
        super(message, cause);
    }
}
