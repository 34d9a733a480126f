package dev.spinjvm.loader;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.tomlj.Toml;

/// Writes TOML line by line: tables under headers, everything below them inline.
///
/// Strings take the form that needs the fewest escapes, as users write them.
final class TomlWriter {
    private static final int MAX_QUOTES = 2;

    private final StringBuilder out = new StringBuilder();

    /// Begins a table.
    void header(String... path) {
        out.append(out.isEmpty() ? "" : "\n").append('[').append(key(path)).append("]\n");
    }

    /// Begins an element of an array of tables.
    void arrayHeader(String... path) {
        out.append(out.isEmpty() ? "" : "\n").append("[[").append(key(path)).append("]]\n");
    }

    /// Writes one assignment: a string, number, boolean, list or map of those.
    void value(String key, Object value) {
        out.append(key(key)).append(" = ").append(inline(value)).append('\n');
    }

    /// Writes a string unless it is empty.
    void text(String key, String text) {
        if (!text.isEmpty()) {
            value(key, text);
        }
    }

    /// Writes a list unless it is empty.
    void list(String key, List<?> list) {
        if (!list.isEmpty()) {
            value(key, list);
        }
    }

    /// Writes an inline table unless it is empty.
    void table(String key, Map<String, ?> table) {
        if (!table.isEmpty()) {
            value(key, table);
        }
    }

    String text() {
        return out.toString();
    }

    private static String key(String... path) {
        return Toml.joinKeyPath(List.of(path));
    }

    private static String inline(Object value) {
        return switch (value) {
            case String text -> string(text);
            case List<?> list -> list.stream().map(element -> inline(Objects.requireNonNull(element))).collect(Collectors.joining(", ", "[",
                    "]"));
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(entry -> key(String.valueOf(entry.getKey())) + " = " + inline(Objects.requireNonNull(entry.getValue())))
                    .collect(Collectors.joining(", ", "{ ", " }"));
            default -> String.valueOf(value);
        };
    }

    private static String string(String text) {
        boolean controls = text.chars().anyMatch(c -> c != '\n' && c != '\t' && Character.isISOControl(c));
        boolean lines = text.indexOf('\n') >= 0;
        boolean plain = text.indexOf('"') < 0 && text.indexOf('\\') < 0;
        if (controls || !lines && plain) {
            return '"' + Toml.tomlEscape(text).toString() + '"';
        }
        if (!lines && text.indexOf('\'') < 0) {
            return "'" + text + "'";
        }
        if (lines && text.indexOf('\\') < 0 && longestRun(text, '"') <= MAX_QUOTES && !text.endsWith("\"")) {
            return "\"\"\"\n" + text + "\"\"\"";
        }
        return '"' + Toml.tomlEscape(text).toString() + '"';
    }

    private static int longestRun(String text, char wanted) {
        return Stream.of(text.split("[^" + wanted + "]+")).mapToInt(String::length).max().orElse(0);
    }
}
