package dev.spinjvm.oci;

/// What proves to a registry who asks. The text forms hold no secret.
public sealed interface Credential {
    /// User name and password.
    record Basic(String user, String password) implements Credential {
        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    /// A token that is exchanged for short-lived ones (OAuth2 refresh token; `identitytoken` in Docker's files).
    record IdentityToken(String token) implements Credential {
        @Override
        public String toString() {
            return "IdentityToken[]";
        }
    }

    /// A token that is sent as it is.
    record BearerToken(String token) implements Credential {
        @Override
        public String toString() {
            return "BearerToken[]";
        }
    }
}
