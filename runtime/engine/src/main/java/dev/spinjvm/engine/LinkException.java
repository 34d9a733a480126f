package dev.spinjvm.engine;

/// An import was given nothing, or something of another type.
public final class LinkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LinkException(String message) {
        super(message);
    }
}
