package dev.spinjvm.trigger;

import java.util.random.RandomGenerator;

/// A count, or a range from which one is chosen anew each time.
///
/// @param from the smallest
/// @param to the end, exclusive; equal to `from` for a fixed count
public record CountRange(int from, int to) {
    public CountRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the range " + from + ".." + to + " is empty");
        }
    }

    public static CountRange of(int fixed) {
        return new CountRange(fixed, fixed);
    }

    /// Reads `8` or `1..8`.
    ///
    /// @throws IllegalArgumentException with a message for the user
    public static CountRange parse(String text) {
        int dots = text.indexOf("..");
        try {
            if (dots < 0) {
                return of(Integer.parseUnsignedInt(text));
            }
            int from = Integer.parseUnsignedInt(text.substring(0, dots));
            int to = Integer.parseUnsignedInt(text.substring(dots + 2));
            if (from >= to) {
                throw new IllegalArgumentException("the range '" + text + "' is empty: its end must be greater than its start");
            }
            return new CountRange(from, to);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected integer or range; got '" + text + "'", e);
        }
    }

    /// A count of the range, the fixed one if there is only one.
    public int choose(RandomGenerator random) {
        return from == to ? from : random.nextInt(from, to);
    }
}
