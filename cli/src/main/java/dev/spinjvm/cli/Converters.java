package dev.spinjvm.cli;

import dev.spinjvm.trigger.CountRange;
import dev.spinjvm.trigger.DurationRange;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Option values that picocli does not know.
final class Converters {
    private Converters() {}

    /// `30`, `1500ms`, `1..8s`.
    static final class Durations implements ITypeConverter<DurationRange> {
        @Override
        public DurationRange convert(String value) {
            try {
                return DurationRange.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /// `8`, `1..8`.
    static final class Counts implements ITypeConverter<CountRange> {
        @Override
        public CountRange convert(String value) {
            try {
                return CountRange.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /// `KEY=VALUE`.
    static final class Pair implements ITypeConverter<Map.Entry<String, String>> {
        @Override
        public Map.Entry<String, String> convert(String value) {
            int equals = value.indexOf('=');
            if (equals <= 0) {
                throw new TypeConversionException("'" + value + "' is not of the form KEY=VALUE");
            }
            return Map.entry(value.substring(0, equals), value.substring(equals + 1));
        }
    }
}
