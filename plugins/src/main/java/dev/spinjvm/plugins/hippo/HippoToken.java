package dev.spinjvm.plugins.hippo;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

/// A token of Hippo. Never printed.
///
/// @param expiration null if not known
public record HippoToken(String token, @Nullable Instant expiration) {
    /// So much has to be left: a token that ends under way helps nobody.
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /// Whether it is not worth trying.
    public boolean isExpired(Instant now) {
        return expiration != null && expiration.isBefore(now.plus(MARGIN));
    }

    /// Reads a time as RFC 3339 writes it; null for what is none.
    static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "HippoToken[expiration=" + expiration + "]";
    }
}
