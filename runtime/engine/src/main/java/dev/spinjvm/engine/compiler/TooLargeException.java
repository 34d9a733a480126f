package dev.spinjvm.engine.compiler;

/// Something passes a limit of the JVM's class files.
final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooLargeException(String what) {
        super(what + " too large");
    }
}
