package dev.spinjvm.component;

import org.jspecify.annotations.Nullable;

/// A variant value: the index of its case and its payload, null if the case has none.
public record Variant(int index, @Nullable Object payload) {}
