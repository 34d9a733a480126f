package dev.spinjvm.loader;

import org.jspecify.annotations.Nullable;

/// An entry of `allowed_outbound_hosts` that is not in the form `<scheme>://<host>[:<port>]`.
public final class AllowedHostException extends LoadException {
    public AllowedHostException(String message) {
        super(message);
    }

    public AllowedHostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
