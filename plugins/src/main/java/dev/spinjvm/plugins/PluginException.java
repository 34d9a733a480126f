package dev.spinjvm.plugins;

import org.jspecify.annotations.Nullable;

/// Anything that keeps a plugin from being found, installed or run. The message is a sentence for the user; causes say more.
public class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PluginException(String message) {
        super(message);
    }

    public PluginException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// There is no such plugin, or no such version of it, where it was looked for.
    public static final class NotFound extends PluginException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message);
        }
    }
}
