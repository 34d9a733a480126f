package dev.spinjvm.plugins.hippo;

import dev.spinjvm.loader.LoadException;

/// Anything that keeps an application from being deployed to Hippo. The message is for the user.
public class HippoException extends LoadException {
    public HippoException(String message) {
        super(message);
    }

    /// The token is not, or no longer, good.
    public static final class Unauthorized extends HippoException {
        Unauthorized(String url) {
            super("Hippo at " + url + " does not accept the login: it is wrong, or has expired"
                    + "\nGive a new token with --hippo-token or HIPPO_TOKEN, or run `spin login`");
        }
    }

    /// The request was understood and refused.
    static final class Invalid extends HippoException {
        Invalid(String message) {
            super(message);
        }
    }
}
