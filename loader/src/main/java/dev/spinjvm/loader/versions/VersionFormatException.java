package dev.spinjvm.loader.versions;

/// A text that is no version, or no requirement for one.
public final class VersionFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    VersionFormatException(String message) {
        super(message);
    }
}
