package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A TOML value and where it stands. Asking for a type it does not have reports an error and gives nothing.
public final class TomlValue {
    private final ManifestText text;
    private final Object value;
    private final Position keyAt;
    private final Position at;

    public TomlValue(ManifestText text, Object value, Position keyAt, Position at) {
        this.text = text;
        this.value = value;
        this.keyAt = keyAt;
        this.at = at;
    }

    public static Position position(@Nullable TomlPosition position) {
        return position == null ? Position.START : new Position(position.line(), position.column(), 0);
    }

    public Position at() {
        return at;
    }

    /// Where the key of the value is.
    public Position keyAt() {
        return keyAt;
    }

    public boolean isText() {
        return value instanceof String;
    }

    public boolean isArray() {
        return value instanceof TomlArray;
    }

    public boolean isTable() {
        return value instanceof TomlTable;
    }

    public boolean isFlag() {
        return value instanceof Boolean;
    }

    @Nullable
    public String text() {
        if (value instanceof String string) {
            return string;
        }
        wrongType("a string");
        return null;
    }

    @Nullable
    public Boolean flag() {
        if (value instanceof Boolean flag) {
            return flag;
        }
        wrongType("a boolean");
        return null;
    }

    @Nullable
    public Long integer() {
        if (value instanceof Long number) {
            return number;
        }
        wrongType("an integer");
        return null;
    }

    public List<TomlValue> elements() {
        if (!(value instanceof TomlArray array)) {
            wrongType("an array");
            return List.of();
        }
        var elements = new ArrayList<TomlValue>(array.size());
        for (int i = 0; i < array.size(); i++) {
            Position start = position(array.inputPositionOf(i));
            boolean header = text.line(start.line()).startsWith("[[", start.column() - 1);
            Position extent = header
                    ? new Position(start.line(), start.column(), text.line(start.line()).stripTrailing().length())
                    : KeyLocator.value(text, start);
            elements.add(new TomlValue(text, array.get(i), extent, extent));
        }
        return elements;
    }

    @Nullable
    public TomlFields table() {
        if (value instanceof TomlTable table) {
            return new TomlFields(text, table, keyAt);
        }
        wrongType("a table");
        return null;
    }

    /// The strings of an array, with their places.
    public List<Located<String>> texts() {
        var texts = new ArrayList<Located<String>>();
        for (TomlValue element : elements()) {
            String string = element.text();
            if (string != null) {
                texts.add(new Located<>(string, element.at));
            }
        }
        return texts;
    }

    public void error(String message) {
        text.error(at, message);
    }

    public void error(String message, @Nullable String hint) {
        text.error(at, message, hint);
    }

    public void warn(String message, @Nullable String hint) {
        text.warn(at, message, hint);
    }

    private void wrongType(String expected) {
        text.error(at, "invalid type: " + typeAndValue() + ", expected " + expected);
    }

    private String typeAndValue() {
        return switch (value) {
            case String string -> "string " + Quoted.of(string);
            case Long number -> "integer `" + number + "`";
            case Double number -> "floating point `" + number + "`";
            case Boolean flag -> "boolean `" + flag + "`";
            case TomlArray _ -> "sequence";
            case TomlTable _ -> "map";
            default -> "datetime `" + value + "`";
        };
    }

    /// The value as JSON values of the JDK.
    public Object toJson() {
        return toJson(value);
    }

    public static Map<String, Object> toJson(TomlTable table) {
        var members = new TreeMap<String, Object>();
        for (String key : table.keySet()) {
            Object member = table.get(List.of(key));
            if (member != null) {
                members.put(key, toJson(member));
            }
        }
        return members;
    }

    private static Object toJson(Object value) {
        return switch (value) {
            case TomlTable table -> toJson(table);
            case TomlArray array -> {
                var elements = new ArrayList<Object>(array.size());
                for (int i = 0; i < array.size(); i++) {
                    elements.add(toJson(array.get(i)));
                }
                yield elements;
            }
            case String _,Long _,Double _,Boolean _ -> value;
            default -> value.toString();
        };
    }

    @Override
    public String toString() {
        return value instanceof String string ? Quoted.of(string) : value.toString();
    }
}
