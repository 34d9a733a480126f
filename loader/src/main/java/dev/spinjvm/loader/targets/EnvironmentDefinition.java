package dev.spinjvm.loader.targets;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.ManifestText;
import dev.spinjvm.loader.TomlDocument;
import dev.spinjvm.loader.TomlFields;
import dev.spinjvm.loader.TomlValue;
import dev.spinjvm.loader.templates.TemplateException;
import dev.spinjvm.loader.templates.TemplateSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a target environment says of itself.
///
/// @param name for messages
/// @param triggers what it offers, by trigger type
/// @param others what it offers to triggers of all other types; nothing if it refuses them
/// @param templates where its templates come from
/// @param plugins the plugins that help to work with it
public record EnvironmentDefinition(String name, Map<String, TriggerEnvironment> triggers, Optional<TriggerEnvironment> others,
        Optional<TemplateSource.Git> templates, List<String> plugins) {
    /// The registry of packages that are named without one.
    private static final String STANDARD_REGISTRY = "spinframework.dev";

    public EnvironmentDefinition {
        triggers = Collections.unmodifiableMap(new LinkedHashMap<>(triggers));
        plugins = List.copyOf(plugins);
    }

    /// What is offered to triggers of a type; nothing if they are refused.
    public Optional<TriggerEnvironment> of(String triggerType) {
        TriggerEnvironment own = triggers.get(triggerType);
        return own == null ? others : Optional.of(own);
    }

    /// Reads a definition.
    ///
    /// @param where how messages name its place
    /// @param folder what its paths are relative to; null for a definition that has no place on this machine
    /// @throws LoadException with everything that is wrong, each with its position
    public static EnvironmentDefinition read(String name, String where, String toml, @Nullable Path folder) {
        var text = new ManifestText(where, toml);
        TomlFields fields = TomlDocument.read(text, toml);
        EnvironmentDefinition definition = fields == null ? null : new Reader(name, folder).read(fields);
        if (definition == null || text.hasErrors()) {
            text.throwIfErrors("Environment '" + name + "' definition is invalid format");
            throw new LoadException("Environment '" + name + "' definition is invalid format");
        }
        return definition;
    }

    private record Reader(String name, @Nullable Path folder) {
        EnvironmentDefinition read(TomlFields fields) {
            Map<String, TriggerEnvironment> triggers = new LinkedHashMap<>();
            fields.required("triggers");
            fields.table("triggers").forEach((type, value) -> trigger(value).ifPresent(trigger -> triggers.put(type, trigger)));
            TomlValue others = fields.value("default");
            TomlValue metadata = fields.value("metadata");
            TomlFields meta = metadata == null ? null : metadata.table();
            EnvironmentDefinition definition = new EnvironmentDefinition(name, triggers,
                    others == null ? Optional.empty() : trigger(others), meta == null ? Optional.empty() : templates(meta),
                    meta == null ? List.of() : meta.plainTexts("plugins"));
            fields.finish();
            return definition;
        }

        private Optional<TriggerEnvironment> trigger(TomlValue value) {
            TomlFields fields = value.table();
            TomlValue worlds = fields == null ? null : fields.required("worlds");
            if (fields == null || worlds == null) {
                if (fields != null) {
                    fields.finish();
                }
                return Optional.empty();
            }
            List<WorldRef> refs = new ArrayList<>();
            for (TomlValue world : worlds.elements()) {
                world(world).ifPresent(refs::add);
            }
            TriggerEnvironment trigger = new TriggerEnvironment(refs, fields.plainTexts("capabilities"));
            fields.finish();
            return Optional.of(trigger);
        }

        private Optional<WorldRef> world(TomlValue value) {
            if (value.isText()) {
                return name(value).map(world -> new WorldRef.Registry(STANDARD_REGISTRY, world));
            }
            TomlFields fields = value.table();
            TomlValue named = fields == null ? null : fields.required("world");
            Optional<WorldName> world = named == null ? Optional.empty() : name(named);
            if (fields == null || world.isEmpty()) {
                return Optional.empty();
            }
            String registry = fields.optionalText("registry");
            String reference = fields.optionalText("reference");
            String path = fields.optionalText("path");
            fields.finish();
            if ((registry == null ? 0 : 1) + (reference == null ? 0 : 1) + (path == null ? 0 : 1) != 1) {
                value.error("a world is a name, or a table with `world` and one of `registry`, `reference` and `path`");
                return Optional.empty();
            }
            if (registry != null) {
                return Optional.of(new WorldRef.Registry(registry, world.get()));
            }
            return Optional.of(path == null
                    ? new WorldRef.Image(String.valueOf(reference), world.get())
                    : new WorldRef.Folder(folder == null ? Path.of(path) : folder.resolve(path), world.get()));
        }

        private static Optional<WorldName> name(TomlValue value) {
            String text = value.text();
            Optional<WorldName> name = text == null ? Optional.empty() : WorldName.parse(text);
            if (text != null && name.isEmpty()) {
                value.error(text + " is not a well-formed world name", "such as `wasi:http/proxy@0.2.0`");
            }
            return name;
        }

        private static Optional<TemplateSource.Git> templates(TomlFields metadata) {
            TomlValue value = metadata.value("templates");
            TomlFields fields = value == null ? null : value.table();
            if (value == null || fields == null) {
                return Optional.empty();
            }
            String url = fields.requiredText("url");
            Optional<String> tag = Optional.ofNullable(fields.optionalText("tag"));
            try {
                return url.isEmpty() ? Optional.empty() : Optional.of(TemplateSource.git(url, tag));
            } catch (TemplateException e) {
                value.error("Invalid templates URL: " + e.getMessage());
                return Optional.empty();
            }
        }
    }
}
