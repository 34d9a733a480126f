package dev.spinjvm.trigger;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// A duration, or a range from which one is chosen anew each time.
///
/// @param from the shortest
/// @param to the end, exclusive; equal to `from` for a fixed duration
public record DurationRange(Duration from, Duration to) {
    public DurationRange {
        if (from.isNegative() || to.compareTo(from) < 0) {
            throw new IllegalArgumentException("the range " + from + ".." + to + " is empty");
        }
    }

    public static DurationRange of(Duration fixed) {
        return new DurationRange(fixed, fixed);
    }

    /// Reads `30`, `1500ms` or `1..8s`: whole numbers, seconds unless `s`, `ms`, `us`, `μs` or `ns` follows.
    ///
    /// @throws IllegalArgumentException with a message for the user
    public static DurationRange parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            return of(parseDuration(text, text));
        }
        Duration from = parseDuration(text.substring(0, dots), text);
        Duration to = parseDuration(text.substring(dots + 2), text);
        if (from.compareTo(to) >= 0) {
            throw new IllegalArgumentException("the range '" + text + "' is empty: its end must be greater than its start");
        }
        return new DurationRange(from, to);
    }

    /// A duration of the range, the fixed one if there is only one.
    public Duration choose(RandomGenerator random) {
        long span = to.minus(from).toNanos();
        return span == 0 ? from : from.plusNanos(random.nextLong(span));
    }

    private static Duration parseDuration(String text, String whole) {
        int end = text.length();
        while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        try {
            long number = Long.parseUnsignedLong(text.substring(0, end));
            if (number < 0) {
                throw new NumberFormatException("too large");
            }
            return switch (text.substring(end)) {
                case "", "s" -> Duration.ofSeconds(number);
                case "ms" -> Duration.ofMillis(number);
                case "us", "\u03bcs", "\u00b5s" -> Duration.of(number, java.time.temporal.ChronoUnit.MICROS);
                case "ns" -> Duration.ofNanos(number);
                default -> throw new NumberFormatException("unknown unit");
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("expected a whole number, optionally followed by `s`, `ms`, `us`, `\u03bcs` or `ns`,"
                    + " or a range `a..b` of such; got '" + whole + "'", e);
        }
    }
}
