package dev.spinjvm.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Sizes and ages as people write them.
final class Amounts {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([a-z]*)");
    private static final long KILO = 1000;

    private Amounts() {}

    /// Such as `1.5 MB`.
    static String bytes(long count) {
        if (count < KILO) {
            return count + " B";
        }
        double value = count;
        String unit = "B";
        for (String next : new String[]{"kB", "MB", "GB", "TB"}) {
            if (value < KILO) {
                break;
            }
            value /= KILO;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }

    /// `500MB`, `2GiB`, `1000`.
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
            if (matcher.matches()) {
                long unit = switch (matcher.group(2)) {
                    case "", "b" -> 1;
                    case "kb", "k" -> KILO;
                    case "mb", "m" -> KILO * KILO;
                    case "gb", "g" -> KILO * KILO * KILO;
                    case "kib" -> 1L << 10;
                    case "mib" -> 1L << 20;
                    case "gib" -> 1L << 30;
                    default -> 0;
                };
                if (unit > 0) {
                    return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
                }
            }
            throw new TypeConversionException("'" + text + "' is no size; write for example 500MB or 2GiB");
        }
    }

    /// `30d`, `12h`, `45m`, `10s`.
    static final class Age implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
            Duration unit = !matcher.matches() ? null : switch (matcher.group(2)) {
                case "w" -> Duration.ofDays(7);
                case "d" -> Duration.ofDays(1);
                case "h" -> Duration.ofHours(1);
                case "m", "min" -> Duration.ofMinutes(1);
                case "s" -> Duration.ofSeconds(1);
                default -> null;
            };
            if (unit != null) {
                return unit.multipliedBy(Long.parseLong(matcher.group(1)));
            }
            throw new TypeConversionException("'" + text + "' is no age; write for example 30d or 12h");
        }
    }
}
