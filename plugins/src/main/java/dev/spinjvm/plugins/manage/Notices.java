package dev.spinjvm.plugins.manage;

import java.util.Map;
import java.util.function.Consumer;

/// Where warnings go.
///
/// @param terminal whether a person reads them
/// @param suppressed whether warnings about compatibility are unwanted
public record Notices(boolean terminal, boolean suppressed, Consumer<String> warn) {
    private static final String SUPPRESS = "SPIN_PLUGINS_SUPPRESS_COMPATIBILITY_WARNINGS";

    /// As the environment of this process wants it.
    public static Notices of(Map<String, String> environment, boolean terminal, Consumer<String> warn) {
        return new Notices(terminal, !environment.getOrDefault(SUPPRESS, "").isEmpty(), warn);
    }
}
