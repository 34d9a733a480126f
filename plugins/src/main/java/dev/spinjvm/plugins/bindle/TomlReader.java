package dev.spinjvm.plugins.bindle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/// A table of a strict format: each key is asked for by name, and [#finish] refuses the others. Errors name the file and the place.
final class TomlReader {
    private final String file;
    private final TomlTable table;
    private final @Nullable TomlPosition at;
    private final Set<String> asked = new LinkedHashSet<>();

    private TomlReader(String file, TomlTable table, @Nullable TomlPosition at) {
        this.file = file;
        this.table = table;
        this.at = at;
    }

    static TomlReader of(String toml, String file) {
        TomlParseResult result = Toml.parse(toml, TomlVersion.V1_0_0);
        if (result.hasErrors()) {
            var error = result.errors().getFirst();
            throw new BindleException(where(file, error.position()) + error.getMessage());
        }
        return new TomlReader(file, result, null);
    }

    private static String where(String file, @Nullable TomlPosition position) {
        return file + (position == null ? "" : ":" + position.line() + ":" + position.column()) + ": ";
    }

    BindleException error(String key, String message) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return new BindleException(where(file, position == null ? at : position) + message);
    }

    private @Nullable Object value(String key) {
        asked.add(key);
        return table.get(List.of(key));
    }

    private <T> Optional<T> optional(String key, Class<T> type, String expected) {
        Object value = value(key);
        if (value != null && !type.isInstance(value)) {
            throw error(key, "`" + key + "` is not " + expected);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private <T> T required(String key, Class<T> type, String expected) {
        return optional(key, type, expected).orElseThrow(() -> error(key, "`" + key + "` is missing"));
    }

    String text(String key) {
        return required(key, String.class, "a string");
    }

    Optional<String> optionalText(String key) {
        return optional(key, String.class, "a string");
    }

    Optional<Boolean> flag(String key) {
        return optional(key, Boolean.class, "true or false");
    }

    /// A number that is not negative.
    long number(String key) {
        long value = required(key, Long.class, "an integer");
        if (value < 0) {
            throw error(key, "`" + key + "` is negative");
        }
        return value;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : array(key)) {
            if (!(element instanceof String text)) {
                throw error(key, "`" + key + "` is not an array of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    private List<Object> array(String key) {
        return optional(key, TomlArray.class, "an array").map(TomlArray::toList).orElse(List.of());
    }

    TomlReader requiredTable(String key) {
        return new TomlReader(file, required(key, TomlTable.class, "a table"), table.inputPositionOf(List.of(key)));
    }

    Optional<TomlReader> optionalTable(String key) {
        return optional(key, TomlTable.class, "a table").map(found -> new TomlReader(file, found, table.inputPositionOf(List.of(key))));
    }

    List<TomlReader> tables(String key) {
        List<TomlReader> tables = new ArrayList<>();
        for (Object element : array(key)) {
            if (!(element instanceof TomlTable found)) {
                throw error(key, "`" + key + "` is not an array of tables");
            }
            tables.add(new TomlReader(file, found, table.inputPositionOf(List.of(key))));
        }
        return tables;
    }

    Map<String, String> textTable(String key) {
        return optionalTable(key).map(TomlReader::allTexts).orElse(Map.of());
    }

    private Map<String, String> allTexts() {
        Map<String, String> texts = new TreeMap<>();
        for (String key : keys()) {
            texts.put(key, text(key));
        }
        return texts;
    }

    /// A table of anything, as values of the JDK (`String`, `Boolean`, `Long`, `Double`, `List`, `Map`); empty if there is none.
    Map<String, Object> free(String key) {
        return optional(key, TomlTable.class, "a table").map(TomlReader::plain).orElse(Map.of());
    }

    private static Map<String, Object> plain(TomlTable table) {
        Map<String, Object> members = new TreeMap<>();
        for (String key : table.keySet()) {
            Object member = table.get(List.of(key));
            if (member != null) {
                members.put(key, plain(member));
            }
        }
        return members;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case TomlTable table -> plain(table);
            case TomlArray array -> array.toList().stream().map(TomlReader::plain).toList();
            case String _,Boolean _,Long _,Double _ -> value;
            default -> value.toString();
        };
    }

    Set<String> keys() {
        return table.keySet();
    }

    /// Refuses what was not asked for.
    void finish() {
        for (String key : keys()) {
            if (!asked.contains(key)) {
                throw error(key, "unknown field `" + key + "`, expected one of " + String.join(", ", asked.stream().map(name -> "`" + name
                        + "`").toList()));
            }
        }
    }
}
