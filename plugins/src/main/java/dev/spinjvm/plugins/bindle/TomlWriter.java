package dev.spinjvm.plugins.bindle;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// TOML text, from the top down: the values of a table come before its tables.
final class TomlWriter {
    private final StringBuilder out = new StringBuilder();

    TomlWriter value(String key, @Nullable Object value) {
        if (value != null) {
            out.append(key(key)).append(" = ").append(literal(value)).append('\n');
        }
        return this;
    }

    /// Written only where there is something to write.
    TomlWriter texts(String key, List<String> texts) {
        return texts.isEmpty() ? this : value(key, texts);
    }

    /// The header of a table, of an array of tables where it is doubly bracketed.
    TomlWriter header(String header) {
        if (!out.isEmpty()) {
            out.append('\n');
        }
        out.append(header).append('\n');
        return this;
    }

    TomlWriter textTable(String path, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            header("[" + path + "]");
            texts.forEach(this::value);
        }
        return this;
    }

    static String key(String key) {
        return key.matches("[A-Za-z0-9_-]+") ? key : literal(key);
    }

    private static String literal(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case List<?> list -> "[" + String.join(", ", list.stream().map(TomlWriter::literal).toList()) + "]";
            case Map<?, ?> map -> "{ " + String.join(", ", map.entrySet().stream()
                    .map(entry -> key((String) entry.getKey()) + " = " + literal(entry.getValue())).toList()) + " }";
            case Boolean flag -> flag.toString();
            case Number number -> number.toString();
            default -> throw new IllegalArgumentException("not a TOML value: " + value.getClass());
        };
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format("\\u%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
