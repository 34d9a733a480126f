package dev.spinjvm.component;

import org.jspecify.annotations.Nullable;

/// `some(x)` of an option whose element type is itself an option, so that `some(none)` and `none` differ.
public record Some(@Nullable Object value) {}
