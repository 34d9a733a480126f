package dev.spinjvm.plugins.bindle;

import java.util.Locale;
import java.util.Optional;

/// In what role somebody signs a bindle.
public enum Role {
    CREATOR, PROXY, HOST, APPROVER;

    /// Reads the name of a role, or its first letter; upper and lower case are the same.
    public static Optional<Role> of(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        for (Role role : values()) {
            if (lower.equals(role.toString()) || lower.equals(role.toString().substring(0, 1))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
