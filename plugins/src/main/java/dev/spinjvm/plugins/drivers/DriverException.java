package dev.spinjvm.plugins.drivers;

import dev.spinjvm.plugins.PluginException;
import org.jspecify.annotations.Nullable;

/// A driver cannot be found, was configured wrongly, or could not do what it was asked. The message is a sentence for the user.
public final class DriverException extends PluginException {
    private static final long serialVersionUID = 1L;

    public DriverException(String message) {
        super(message);
    }

    public DriverException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
