package dev.spinjvm.plugins.bindle;

import dev.spinjvm.loader.LoadException;
import org.jspecify.annotations.Nullable;

/// Anything that keeps a bindle from being read, made, verified or transferred. The message is one sentence for the user.
public class BindleException extends LoadException {
    public BindleException(String message) {
        super(message);
    }

    public BindleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// A server has no such bindle, or the bindle no such parcel.
    public static final class NotFound extends BindleException {
        NotFound(String message) {
            super(message);
        }
    }

    /// A bindle with this id is there already; bindles never change.
    public static final class Exists extends BindleException {
        Exists(BindleId id) {
            super("Bindle " + id + " already exists on the server");
        }
    }

    /// The owner took the bindle back.
    public static final class Yanked extends BindleException {
        Yanked(BindleId id) {
            super("Bindle " + id + " was yanked: it must not be used any more");
        }
    }
}
