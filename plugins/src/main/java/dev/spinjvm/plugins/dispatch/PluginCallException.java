package dev.spinjvm.plugins.dispatch;

import dev.spinjvm.plugins.PluginException;

/// A plugin could not do what it was asked.
public final class PluginCallException extends PluginException {
    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Reason {
        /// It does not know the verb.
        UNKNOWN_VERB,
        /// It speaks another version of the protocol, or is of another kind than its name says.
        OTHER_PROTOCOL,
        /// It said something that its contract does not allow.
        MALFORMED,
        /// It ended without an answer.
        DIED,
        /// It took too long.
        TIMED_OUT,
        /// It says so itself.
        REFUSED
    }

    private final Reason reason;
    private final String code;

    PluginCallException(Reason reason, String code, String message) {
        super(message);
        this.reason = reason;
        this.code = code;
    }

    static PluginCallException of(Reason reason, String message) {
        return new PluginCallException(reason, "", message);
    }

    public Reason reason() {
        return reason;
    }

    /// What the plugin calls the error, or an empty text.
    public String code() {
        return code;
    }
}
