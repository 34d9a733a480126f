package dev.spinjvm.oci;

/// A text that is not a reference or digest of a registry.
public final class ReferenceException extends IllegalArgumentException {
    public ReferenceException(String message) {
        super(message);
    }
}
