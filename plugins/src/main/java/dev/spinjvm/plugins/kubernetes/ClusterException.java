package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.plugins.PluginException;
import org.jspecify.annotations.Nullable;

/// A cluster cannot be talked to, or does not do what it is asked. The message ends with what can be done about it.
public final class ClusterException extends PluginException {
    private static final long serialVersionUID = 1L;

    ClusterException(String message) {
        super(message);
    }

    ClusterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static ClusterException hinting(String message, String hint) {
        return new ClusterException(message + "\n" + hint);
    }
}
