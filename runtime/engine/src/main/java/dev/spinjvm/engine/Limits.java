package dev.spinjvm.engine;

import java.util.OptionalLong;

/// The size range of a memory (in 64 KiB pages) or a table (in elements).
///
/// @param min the least size
/// @param max the greatest size; empty when the declaration names none
public record Limits(long min, OptionalLong max) {

    /// Whether a thing within these limits satisfies the `expected` ones.
    public boolean matches(Limits expected) {
        return min >= expected.min && (expected.max.isEmpty()
                || (max.isPresent() && max.getAsLong() <= expected.max.getAsLong()));
    }

    @Override
    public String toString() {
        return max.isPresent() ? min + " " + max.getAsLong() : Long.toString(min);
    }
}
