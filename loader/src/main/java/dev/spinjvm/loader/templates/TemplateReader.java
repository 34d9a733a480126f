package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.NearNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/// Reads the manifest of a template (spin.md §1.12). Unknown keys are refused, as Spin refuses them.
final class TemplateReader {
    private static final Set<String> TOP = Set.of("manifest_version", "id", "description", "trigger_type", "tags", "new_application",
            "add_component", "parameters", "custom_filters", "outputs");
    private static final Set<String> USE = Set.of("supported", "skip_files", "skip_parameters", "snippets", "conditions");
    private static final Set<String> CONDITIONAL = Set.of("condition", "skip_files", "skip_parameters", "skip_snippets");
    private static final Set<String> PARAMETER = Set.of("type", "prompt", "default", "pattern", "allowed_values");
    private static final Set<String> OUTPUT = Set.of("action", "path", "at");

    private TemplateReader() {}

    /// Reads a template.
    ///
    /// @throws TemplateException if it is no template
    static Template read(TemplateFiles files, Origin origin) {
        String file = files.describe(Template.MANIFEST);
        byte[] content;
        try {
            content = files.read(Template.MANIFEST);
        } catch (LoadException e) {
            throw new TemplateException("Failed to read template manifest file " + file, e.getCause() == null ? e : e.getCause());
        }
        try {
            return new Template(declared(new String(content, StandardCharsets.UTF_8)), origin, files);
        } catch (Invalid e) {
            throw new TemplateException("Manifest file " + file + " is not a valid manifest", e);
        }
    }

    /// What is wrong, and where.
    private static final class Invalid extends LoadException {
        private static final long serialVersionUID = 1L;

        Invalid(@Nullable TomlPosition at, String problem) {
            super((at == null ? "" : "line " + at.line() + ", column " + at.column() + ": ") + problem);
        }
    }

    private static Template.Declared declared(String text) {
        TomlParseResult toml = Toml.parse(text, TomlVersion.V1_0_0);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw new Invalid(first.position(), String.valueOf(first.getMessage()));
        }
        String version = requiredText(toml, "manifest_version");
        if (!version.equals("1")) {
            throw new Invalid(at(toml, "manifest_version"), "unknown manifest_version \"" + version + "\", expected \"1\"");
        }
        checkKeys(toml, TOP);
        if (toml.get(List.of("custom_filters")) != null) {
            throw new TemplateException(
                    "Custom filters are not supported in this version of Spin. Please update your template.");
        }
        Set<String> tags = new TreeSet<>();
        texts(toml, "tags").forEach(tag -> tags.add(tag.toLowerCase(Locale.ROOT)));
        return new Template.Declared(requiredText(toml, "id"), text(toml, "description"), tags, use(toml, "new_application",
                Template.Use.PLAIN),
                use(toml, "add_component", null), parameters(toml), folders(toml));
    }

    private static Template.@Nullable Use use(TomlTable toml, String key, Template.@Nullable Use absent) {
        TomlTable table = table(toml, key);
        if (table == null) {
            return absent;
        }
        checkKeys(table, USE);
        Object supported = table.get(List.of("supported"));
        if (supported != null && !(supported instanceof Boolean)) {
            throw new Invalid(at(table, "supported"), "'supported' should be a boolean");
        }
        if (Boolean.FALSE.equals(supported)) {
            return null;
        }
        Map<String, String> snippets = new LinkedHashMap<>();
        TomlTable declaredSnippets = table(table, "snippets");
        if (declaredSnippets != null) {
            keys(declaredSnippets).forEach(name -> snippets.put(name, requiredText(declaredSnippets, name)));
        }
        List<Template.Conditional> conditions = new ArrayList<>();
        TomlTable declaredConditions = table(table, "conditions");
        if (declaredConditions != null) {
            keys(declaredConditions).forEach(name -> conditions.add(conditional(requiredTable(declaredConditions, name))));
        }
        return new Template.Use(texts(table, "skip_files"), texts(table, "skip_parameters"), snippets, conditions);
    }

    private static Template.Conditional conditional(TomlTable table) {
        checkKeys(table, CONDITIONAL);
        TomlTable condition = requiredTable(table, "condition");
        TomlPosition at = at(table, "condition");
        if (condition.keySet().size() != 1) {
            throw new Invalid(at, "Invalid condition: should be a single-entry table");
        }
        Object entry = condition.get(List.of("manifest_entry_exists"));
        if (entry == null) {
            throw new Invalid(at, "Invalid condition: unknown condition type");
        }
        if (!(entry instanceof String path)) {
            throw new Invalid(at, "Invalid condition: 'manifest_entry_exists' should be a dotted-path string");
        }
        return new Template.Conditional(List.of(path.split("\\.", -1)), texts(table, "skip_files"), texts(table, "skip_parameters"),
                texts(table, "skip_snippets"));
    }

    private static List<Parameter> parameters(TomlTable toml) {
        TomlTable table = table(toml, "parameters");
        return table == null ? List.of() : keys(table).stream().map(id -> parameter(id, requiredTable(table, id))).toList();
    }

    private static Parameter parameter(String id, TomlTable table) {
        checkKeys(table, PARAMETER);
        String type = requiredText(table, "type");
        if (!type.equals("string")) {
            throw new Invalid(at(table, "type"), "Unrecognised data type '" + type + "'");
        }
        String regex = text(table, "pattern");
        Pattern pattern;
        try {
            pattern = regex == null ? null : Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new Invalid(at(table, "pattern"), "the pattern is no regular expression: " + e.getDescription());
        }
        return new Parameter(id, requiredText(table, "prompt"), Optional.ofNullable(text(table, "default")), pattern, texts(table,
                "allowed_values"));
    }

    private static List<Template.Folder> folders(TomlTable toml) {
        TomlTable table = table(toml, "outputs");
        return table == null ? List.of() : keys(table).stream().map(name -> folder(name, requiredTable(table, name))).toList();
    }

    private static Template.Folder folder(String name, TomlTable table) {
        checkKeys(table, OUTPUT);
        String action = requiredText(table, "action");
        if (!action.equals("create_dir")) {
            throw new Invalid(at(table, "action"), "unknown action '" + action + "', expected 'create_dir'");
        }
        String place = text(table, "at");
        if (place != null && !place.equals("component") && !place.equals("manifest")) {
            throw new Invalid(at(table, "at"), "unknown place '" + place + "', expected 'component' or 'manifest'");
        }
        return new Template.Folder(name, requiredText(table, "path"), "manifest".equals(place));
    }

    private static void checkKeys(TomlTable table, Set<String> known) {
        for (String key : keys(table)) {
            if (!known.contains(key)) {
                String near = NearNames.closest(key, known);
                throw new Invalid(at(table, key), "unknown key '" + key + "'" + (near == null ? "" : ", did you mean '" + near + "'?"));
            }
        }
    }

    /// In the order in which they are written.
    private static List<String> keys(TomlTable table) {
        return table.keySet().stream().sorted(Comparator.comparingInt((String key) -> line(table, key)).thenComparingInt(key -> column(
                table,
                key))).toList();
    }

    private static int line(TomlTable table, String key) {
        TomlPosition at = at(table, key);
        return at == null ? 0 : at.line();
    }

    private static int column(TomlTable table, String key) {
        TomlPosition at = at(table, key);
        return at == null ? 0 : at.column();
    }

    private static @Nullable TomlPosition at(TomlTable table, String key) {
        return table.inputPositionOf(List.of(key));
    }

    private static @Nullable String text(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new Invalid(at(table, key), "'" + key + "' should be a string");
    }

    private static String requiredText(TomlTable table, String key) {
        String text = text(table, key);
        if (text == null) {
            throw new Invalid(null, "missing field `" + key + "`");
        }
        return text;
    }

    private static @Nullable TomlTable table(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        if (value == null || value instanceof TomlTable) {
            return (TomlTable) value;
        }
        throw new Invalid(at(table, key), "'" + key + "' should be a table");
    }

    private static TomlTable requiredTable(TomlTable table, String key) {
        TomlTable found = table(table, key);
        if (found == null) {
            throw new Invalid(null, "missing field `" + key + "`");
        }
        return found;
    }

    private static List<String> texts(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        if (value == null) {
            return List.of();
        }
        if (value instanceof TomlArray array && array.toList().stream().allMatch(String.class::isInstance)) {
            return array.toList().stream().map(String.class::cast).toList();
        }
        throw new Invalid(at(table, key), "'" + key + "' should be an array of strings");
    }
}
