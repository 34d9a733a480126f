package dev.spinjvm.loader;

import org.jspecify.annotations.Nullable;

/// An application variable.
///
/// @param defaultValue absent when a provider must supply the value
/// @param secret the value must never be shown
public record LockedVariable(@Nullable String description, @Nullable String defaultValue, boolean secret) {
    /// Whether a provider must supply the value.
    public boolean required() {
        return defaultValue == null;
    }

    @Override
    public String toString() {
        return "LockedVariable[default=" + (secret && defaultValue != null ? "***" : defaultValue) + ", secret=" + secret + "]";
    }
}
