package dev.spinjvm.engine;

/// A binary is not a core module that this engine runs: malformed, invalid, or of an unsupported feature.
///
/// The message is complete in itself and names feature and function where that is the reason.
public final class InvalidModuleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InvalidModuleException(String message) {
        super(message);
    }

    public InvalidModuleException(String message, Throwable cause) {
        super(message, cause);
    }
}
