package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlTable;

/// The fields of a TOML table, read by name. What was never asked for is unknown, and [#finish] says so.
public final class TomlFields {
    private final ManifestText text;
    private final TomlTable table;
    private final Position at;
    private final Set<String> asked = new LinkedHashSet<>();

    public TomlFields(ManifestText text, TomlTable table, Position at) {
        this.text = text;
        this.table = table;
        this.at = at;
    }

    /// The same table with nothing asked for yet.
    public TomlFields again() {
        return new TomlFields(text, table, at);
    }

    public Position at() {
        return at;
    }

    public ManifestText text() {
        return text;
    }

    public boolean isEmpty() {
        return table.isEmpty();
    }

    @Nullable
    public TomlValue value(String key) {
        asked.add(key);
        return member(key);
    }

    private @Nullable TomlValue member(String key) {
        Object value = table.get(List.of(key));
        if (value == null) {
            return null;
        }
        Position start = TomlValue.position(table.inputPositionOf(List.of(key)));
        Position keyAt = KeyLocator.key(text, start, key);
        return new TomlValue(text, value, keyAt, KeyLocator.assigned(text, start, key));
    }

    /// Every member that was not asked for by name, in the order of the file.
    public Map<String, TomlValue> rest() {
        var members = new LinkedHashMap<String, TomlValue>();
        for (String key : table.keySet()) {
            TomlValue value = asked.contains(key) ? null : member(key);
            if (value != null) {
                members.put(key, value);
            }
        }
        return members;
    }

    @Nullable
    public TomlValue required(String key) {
        TomlValue value = value(key);
        if (value == null) {
            text.error(at, "missing field `" + key + "`");
        }
        return value;
    }

    /// A required string, empty after an error.
    public String requiredText(String key) {
        TomlValue value = required(key);
        String string = value == null ? null : value.text();
        return string == null ? "" : string;
    }

    @Nullable
    public String optionalText(String key) {
        TomlValue value = value(key);
        return value == null ? null : value.text();
    }

    /// A string, empty if absent.
    public String textOrEmpty(String key) {
        String string = optionalText(key);
        return string == null ? "" : string;
    }

    public boolean flag(String key) {
        return Boolean.TRUE.equals(optionalFlag(key));
    }

    @Nullable
    public Boolean optionalFlag(String key) {
        TomlValue value = value(key);
        return value == null ? null : value.flag();
    }

    /// An array of strings, empty if absent.
    public List<Located<String>> texts(String key) {
        TomlValue value = value(key);
        return value == null ? List.of() : value.texts();
    }

    public List<String> plainTexts(String key) {
        return texts(key).stream().map(Located::value).toList();
    }

    /// A table of strings, empty if absent.
    public Map<String, Located<String>> textTable(String key) {
        var texts = new LinkedHashMap<String, Located<String>>();
        table(key).forEach((name, member) -> {
            String string = member.text();
            if (string != null) {
                texts.put(name, new Located<>(string, member.at()));
            }
        });
        return texts;
    }

    /// The members of a table, none if absent.
    public Map<String, TomlValue> table(String key) {
        TomlValue value = value(key);
        TomlFields fields = value == null ? null : value.table();
        return fields == null ? Map.of() : fields.rest();
    }

    /// A table of tables that are taken as they are.
    public Map<String, Map<String, Object>> freeTables(String key) {
        var tables = new LinkedHashMap<String, Map<String, Object>>();
        table(key).forEach((name, member) -> {
            TomlFields fields = member.table();
            if (fields != null) {
                tables.put(name, TomlValue.toJson(fields.table));
            }
        });
        return tables;
    }

    /// The members as JSON values, without those asked for by name.
    public Map<String, Object> restAsJson() {
        var members = new LinkedHashMap<String, Object>();
        rest().forEach((name, value) -> members.put(name, value.toJson()));
        return members;
    }

    /// Reports every field that was not asked for.
    public void finish() {
        rest().forEach((key, value) -> {
            List<String> known = new ArrayList<>(asked);
            String expected = known.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
            String near = NearNames.closest(key, known);
            text.error(value.keyAt(), "unknown field `" + key + "`, expected " + (known.size() == 1 ? expected : "one of " + expected),
                    near == null ? null : "did you mean `" + near + "`?");
        });
    }

    public void error(String message, @Nullable String hint) {
        text.error(at, message, hint);
    }
}
