package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// The tables of a manifest that say how components are built.
public final class BuildTables {
    private BuildTables() {}

    /// Whether all of `build`, `source` and `dependencies` of every component can be read, whatever is wrong elsewhere.
    ///
    /// @param toml the text of a manifest of either version
    public static boolean areReadable(String toml) {
        var scratch = new ManifestText("", toml);
        TomlParseResult result;
        try {
            result = Toml.parse(toml, TomlVersion.V1_0_0);
        } catch (StackOverflowError _) {
            return false;
        }
        TomlValue components = result.hasErrors() ? null : new TomlFields(scratch, result, Position.START).value("component");
        if (components == null) {
            return false;
        }
        var dependencies = new DependencyReader(scratch);
        for (TomlFields component : tables(components)) {
            ManifestParts.build(component);
            ManifestParts.source(component.value("source"));
            dependencies.ofComponent(component);
        }
        return !scratch.hasErrors();
    }

    private static List<TomlFields> tables(TomlValue components) {
        List<TomlValue> values;
        if (components.isArray()) {
            values = components.elements();
        } else {
            TomlFields table = components.table();
            Map<String, TomlValue> members = table == null ? Map.of() : table.rest();
            values = new ArrayList<>(members.values());
        }
        return values.stream().map(TomlValue::table).filter(Objects::nonNull).toList();
    }
}
