package dev.spinjvm.oci.credentials;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;

/// One entry of `auths`, as Docker, podman and others write it.
final class AuthEntry {
    /// The user name that stands for "the password is an identity token".
    static final String TOKEN_USER = "<token>";

    private AuthEntry() {}

    /// @throws JsonException if the entry is damaged; the message holds nothing of it
    static Optional<Credential> read(Map<?, ?> entry) throws JsonException {
        String identity = StrictJson.text(entry, "identitytoken");
        if (identity != null && !identity.isEmpty()) {
            return Optional.of(new Credential.IdentityToken(identity));
        }
        String token = StrictJson.text(entry, "registrytoken");
        if (token != null && !token.isEmpty()) {
            return Optional.of(new Credential.BearerToken(token));
        }
        String auth = StrictJson.text(entry, "auth");
        if (auth != null && !auth.isEmpty()) {
            return decode(auth);
        }
        String user = StrictJson.text(entry, "username");
        String password = StrictJson.text(entry, "password");
        return user != null && password != null && !user.isEmpty() ? of(user, password) : Optional.empty();
    }

    /// `user:password` in any base64 that is in use; the password may hold further colons.
    static Optional<Credential> decode(String auth) throws JsonException {
        String text;
        try {
            String compact = auth.replaceAll("\\s", "").replace('-', '+').replace('_', '/').replaceFirst("=+$", "");
            text = new String(Base64.getDecoder().decode(compact), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new JsonException("`auth` is no base64");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new JsonException("`auth` has no password");
        }
        return of(text.substring(0, colon), text.substring(colon + 1).replaceFirst("\0+$", ""));
    }

    static Optional<Credential> of(String user, String password) {
        if (password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(user.equals(TOKEN_USER) ? new Credential.IdentityToken(password) : new Credential.Basic(user, password));
    }
}
