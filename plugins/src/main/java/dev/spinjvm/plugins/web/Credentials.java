package dev.spinjvm.plugins.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Who asks. Never printed.
public sealed interface Credentials {
    /// Nobody in particular.
    record None() implements Credentials {}

    /// A user and a password (RFC 7617).
    record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "Basic[" + user + "]";
        }
    }

    /// A token (RFC 6750).
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /// What the `Authorization` header says.
    default Optional<String> authorization() {
        return switch (this) {
            case None() -> Optional.empty();
            case Basic(String user, String password) -> Optional.of("Basic " + Base64.getEncoder().encodeToString((user + ":" + password)
                    .getBytes(StandardCharsets.UTF_8)));
            case Bearer(String token) -> Optional.of("Bearer " + token);
        };
    }
}
