package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.ComponentSpec;
import dev.spinjvm.loader.Manifest.Details;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.Manifest.Trigger;
import org.jspecify.annotations.Nullable;

/// Reads version 1 of the manifest, upgrading it on the way.
final class ManifestV1Reader {
    private final ManifestText text;

    ManifestV1Reader(ManifestText text) {
        this.text = text;
    }

    Manifest read(TomlFields root) {
        root.value("spin_manifest_version");
        root.value("spin_version");
        TomlValue triggerValue = root.required("trigger");
        TomlFields trigger = triggerValue == null ? null : triggerValue.table();
        String type = trigger == null ? "" : trigger.requiredText("type");
        Map<String, Map<String, Object>> settings = trigger == null ? Map.of() : Map.of(type, trigger.restAsJson());
        var details = new Details(root.requiredText("name"), root.textOrEmpty("version"), root.textOrEmpty("description"),
                root.plainTexts("authors"), List.of(), settings,
                triggerValue == null ? Map.of() : Map.of(type, triggerValue.keyAt()), Map.of());
        Map<String, Manifest.Variable> variables = ManifestParts.variables(root, text);
        var triggers = new ArrayList<Trigger>();
        var components = new LinkedHashMap<String, Component>();
        TomlValue list = root.value("component");
        for (TomlValue element : list == null ? List.<TomlValue>of() : list.elements()) {
            TomlFields fields = element.table();
            if (fields != null) {
                component(fields, triggers, components);
            }
        }
        root.finish();
        return new Manifest(details, variables, triggers.isEmpty() ? Map.of() : Map.of(type, triggers), components);
    }

    private void component(TomlFields fields, List<Trigger> triggers, Map<String, Component> components) {
        TomlValue idValue = fields.required("id");
        String written = idValue == null ? null : idValue.text();
        Source source = ManifestParts.source(fields.required("source"));
        TomlValue triggerValue = fields.required("trigger");
        TomlFields trigger = triggerValue == null ? null : triggerValue.table();
        var component = new Component(source, fields.textOrEmpty("description"), config(fields),
                ManifestReader.strings(fields.textTable("environment")), ManifestParts.files(fields), fields.texts("exclude_files"),
                List.of(), allowedHosts(fields), fields.plainTexts("key_value_stores"), fields.plainTexts("sqlite_databases"),
                fields.plainTexts("ai_models"), null, ManifestParts.build(fields), Map.of(), null, Map.of(), Map.of(), fields.at());
        fields.finish();
        String id = written == null || idValue == null ? null : upgradedId(written, idValue);
        if (id == null || idValue == null) {
            return;
        }
        if (components.containsKey(id)) {
            idValue.error("cannot have duplicate component IDs: " + id);
        }
        components.put(id, component);
        if (trigger != null) {
            triggers.add(new Trigger("trigger-" + id, new ComponentSpec.Reference(id, idValue.at()), Map.of(), Map.of(),
                    trigger.restAsJson(), trigger));
        }
    }

    /// Version 1 allowed underscores and capitals.
    private static @Nullable String upgradedId(String written, TomlValue value) {
        if (Ids.kebabProblem(written) == null) {
            return written;
        }
        String id = written.replace('_', '-').toLowerCase(Locale.ROOT);
        String problem = Ids.kebabProblem(id);
        if (problem != null) {
            value.error("invalid ID `" + id + "`: " + problem);
            return null;
        }
        return id;
    }

    private Map<String, Located<String>> config(TomlFields fields) {
        fields.again().table("config").forEach((name, value) -> {
            String problem = Ids.lowerSnakeProblem(name);
            if (problem != null) {
                text.error(value.keyAt(), "invalid ID `" + name + "`: " + problem);
            }
        });
        return fields.textTable("config");
    }

    private List<Located<String>> allowedHosts(TomlFields fields) {
        TomlValue outbound = fields.value("allowed_outbound_hosts");
        TomlValue http = fields.value("allowed_http_hosts");
        List<Located<String>> httpHosts = http == null ? List.of() : http.texts();
        var hosts = new ArrayList<Located<String>>();
        if (outbound == null) {
            // Version 1 knew no rules for databases.
            for (String database : List.of("redis://*:*", "mysql://*:*", "postgres://*:*")) {
                hosts.add(new Located<>(database, fields.at()));
            }
        } else {
            hosts.addAll(outbound.texts());
        }
        if (http != null) {
            hosts.addAll(AllowedHttpHosts.convert(httpHosts, text, http.at()));
        }
        return hosts;
    }
}
