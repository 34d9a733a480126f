package dev.spinjvm.loader.build;

import dev.spinjvm.loader.LoadException;
import org.jspecify.annotations.Nullable;

/// An application could not be built.
public final class BuildException extends LoadException {
    private static final long serialVersionUID = 1L;

    public BuildException(String message) {
        super(message);
    }

    public BuildException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
