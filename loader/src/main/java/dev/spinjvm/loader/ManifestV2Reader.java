package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.spinjvm.loader.Manifest.Commands;
import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.ComponentSpec;
import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Details;
import dev.spinjvm.loader.Manifest.Profile;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.Manifest.Trigger;
import dev.spinjvm.loader.Manifest.Variable;
import org.jspecify.annotations.Nullable;

/// Reads version 2 of the manifest.
final class ManifestV2Reader {
    private final ManifestText text;
    private final DependencyReader dependencies;

    ManifestV2Reader(ManifestText text) {
        this.text = text;
        this.dependencies = new DependencyReader(text);
    }

    Manifest read(TomlFields root) {
        root.value("spin_manifest_version");
        Details application = application(root);
        Map<String, Variable> variables = ManifestParts.variables(root, text);
        Map<String, List<Trigger>> triggers = triggers(root);
        var components = new LinkedHashMap<String, Component>();
        root.table("component").forEach((id, value) -> {
            String problem = Ids.kebabProblem(id);
            if (problem != null) {
                text.error(value.keyAt(), problem);
            }
            TomlFields fields = value.table();
            if (fields != null) {
                components.put(id, component(fields));
            }
        });
        root.finish();
        return new Manifest(application, variables, triggers, components);
    }

    private Details application(TomlFields root) {
        TomlValue value = root.required("application");
        TomlFields fields = value == null ? null : value.table();
        if (fields == null) {
            return new Details("", "", "", List.of(), List.of(), Map.of(), Map.of(), Map.of());
        }
        var triggerPositions = new LinkedHashMap<String, Position>();
        fields.again().table("trigger").forEach((type, settings) -> triggerPositions.put(type, settings.keyAt()));
        List<Manifest.Target> targets = ManifestParts.targets(fields);
        var details = new Details(fields.requiredText("name"), fields.textOrEmpty("version"), fields.textOrEmpty("description"),
                fields.plainTexts("authors"), targets == null ? List.of() : targets, fields.freeTables("trigger"),
                triggerPositions, fields.freeTables("tool"));
        fields.finish();
        return details;
    }

    private Map<String, List<Trigger>> triggers(TomlFields root) {
        var triggers = new LinkedHashMap<String, List<Trigger>>();
        if (root.value("trigger") == null) {
            text.error(Position.START, "missing field `trigger`",
                    "add a trigger, for example `[[trigger.http]]` with a `route` and a `component`");
            return triggers;
        }
        root.table("trigger").forEach((type, value) -> {
            if (value.isTable()) {
                value.error("invalid type: map, expected a sequence", "write `[[trigger." + type + "]]` with two brackets on each side");
                return;
            }
            var ofType = new ArrayList<Trigger>();
            for (TomlValue element : value.elements()) {
                TomlFields fields = element.table();
                if (fields != null) {
                    ofType.add(trigger(fields));
                }
            }
            triggers.put(type, ofType);
        });
        return triggers;
    }

    private Trigger trigger(TomlFields fields) {
        String id = fields.textOrEmpty("id");
        TomlValue single = fields.value("component");
        ComponentSpec component = single == null ? null : componentSpec(single);
        var components = new LinkedHashMap<String, List<ComponentSpec>>();
        fields.table("components").forEach((name, value) -> {
            var specs = new ArrayList<ComponentSpec>();
            for (TomlValue element : value.isArray() ? value.elements() : List.of(value)) {
                ComponentSpec spec = componentSpec(element);
                if (spec != null) {
                    specs.add(spec);
                }
            }
            components.put(name, specs);
        });
        var byRole = new LinkedHashMap<String, List<Dependency>>();
        fields.table("dependencies").forEach((role, value) -> byRole.put(role, dependencies.ofTrigger(value)));
        return new Trigger(id, component, components, byRole, fields.restAsJson(), fields);
    }

    private @Nullable ComponentSpec componentSpec(TomlValue value) {
        if (value.isText()) {
            String id = String.valueOf(value.text());
            String problem = Ids.kebabProblem(id);
            if (problem != null) {
                value.error(problem);
                return null;
            }
            return new ComponentSpec.Reference(id, value.at());
        }
        if (!value.isTable()) {
            value.error("a component must be an id or a table");
            return null;
        }
        TomlFields fields = value.table();
        return fields == null ? null : new ComponentSpec.Inline(component(fields));
    }

    private Component component(TomlFields fields) {
        Source source = ManifestParts.source(fields.required("source"));
        String description = fields.textOrEmpty("description");
        Map<String, Located<String>> variables = fields.textTable("variables");
        var component = new Component(source, description, variables, ManifestReader.strings(fields.textTable("environment")),
                ManifestParts.files(fields), fields.texts("exclude_files"), fields.texts("allowed_http_hosts"),
                fields.texts("allowed_outbound_hosts"), ManifestParts.labels(fields, "key_value_stores", text),
                ManifestParts.labels(fields, "sqlite_databases", text), aiModels(fields), ManifestParts.targets(fields),
                ManifestParts.build(fields), fields.freeTables("tool"), fields.optionalFlag("dependencies_inherit_configuration"),
                dependencies.ofComponent(fields), profiles(fields), fields.at());
        checkVariableNames(fields);
        fields.finish();
        return component;
    }

    private void checkVariableNames(TomlFields component) {
        component.again().table("variables").forEach((name, value) -> {
            String problem = Ids.lowerSnakeProblem(name);
            if (problem != null) {
                text.error(value.keyAt(), problem);
            }
        });
    }

    private List<String> aiModels(TomlFields fields) {
        List<Located<String>> models = fields.texts("ai_models");
        for (Located<String> model : models) {
            String problem = Ids.kebabProblem(model.value());
            if (problem != null) {
                text.error(model.at(), problem);
            }
        }
        return ManifestReader.strings(models);
    }

    private Map<String, Profile> profiles(TomlFields component) {
        var profiles = new LinkedHashMap<String, Profile>();
        component.table("profile").forEach((name, value) -> {
            TomlFields fields = value.table();
            if (fields == null) {
                return;
            }
            profiles.put(name, new Profile(ManifestParts.source(fields.value("source")),
                    ManifestReader.strings(fields.textTable("environment")), dependencies.ofComponent(fields), profileCommand(fields)));
            fields.finish();
        });
        return profiles;
    }

    private static @Nullable Commands profileCommand(TomlFields profile) {
        TomlValue value = profile.value("build");
        TomlFields fields = value == null ? null : value.table();
        if (fields == null) {
            return null;
        }
        Commands commands = ManifestParts.commands(fields.required("command"));
        fields.finish();
        return commands;
    }
}
