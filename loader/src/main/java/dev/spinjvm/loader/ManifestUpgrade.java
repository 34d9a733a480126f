package dev.spinjvm.loader;

import java.util.LinkedHashMap;
import java.util.Map;

import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// A manifest of version 1 written anew in version 2. Comments and layout of the original are not kept.
public final class ManifestUpgrade {
    private ManifestUpgrade() {}

    /// Whether a text is a manifest of version 1 by what it says of its version.
    public static boolean isVersion1(String toml) {
        TomlParseResult root = Toml.parse(toml, TomlVersion.V1_0_0);
        boolean current = root.contains("spin_manifest_version");
        boolean old = root.contains("spin_version");
        return !root.hasErrors() && current != old && "1".equals(root.get(current ? "spin_manifest_version" : "spin_version"));
    }

    /// The text of version 2 that means the same.
    ///
    /// @param file the name shown to the user
    /// @throws ManifestException if the manifest cannot be read
    public static String toVersion2(String file, String toml) {
        var text = new ManifestText(file, toml);
        Manifest manifest = ManifestReader.read(text, toml);
        text.throwIfErrors("failed to upgrade version 1 manifest to version 2");
        if (manifest == null) {
            throw new LoadException("failed to upgrade version 1 manifest to version 2");
        }
        return new Writer().write(manifest);
    }

    /// Writes what version 1 can say; keys in the order of the schema of version 2.
    private static final class Writer {
        private final TomlWriter out = new TomlWriter();

        String write(Manifest manifest) {
            out.value("spin_manifest_version", 2L);
            Manifest.Details details = manifest.application();
            out.header("application");
            out.value("name", details.name());
            out.text("version", details.version());
            out.text("description", details.description());
            out.list("authors", details.authors());
            details.triggerSettings().forEach((type, settings) -> {
                if (!settings.isEmpty()) {
                    out.header("application", "trigger", type);
                    settings.forEach(out::value);
                }
            });
            if (!manifest.variables().isEmpty()) {
                out.header("variables");
                manifest.variables().forEach((name, variable) -> out.value(name, variable(variable)));
            }
            if (manifest.triggers().isEmpty()) {
                out.header("trigger");
            }
            manifest.triggers().forEach((type, triggers) -> triggers.forEach(trigger -> trigger(type, trigger)));
            manifest.components().forEach(this::component);
            return out.text();
        }

        private static Map<String, Object> variable(Manifest.Variable variable) {
            var fields = new LinkedHashMap<String, Object>();
            if (variable.description() != null) {
                fields.put("description", variable.description());
            }
            if (variable.required()) {
                fields.put("required", true);
            }
            if (variable.defaultValue() != null) {
                fields.put("default", variable.defaultValue());
            }
            if (variable.secret()) {
                fields.put("secret", true);
            }
            return fields;
        }

        private void trigger(String type, Manifest.Trigger trigger) {
            out.arrayHeader("trigger", type);
            out.value("id", trigger.id());
            if (trigger.component() instanceof Manifest.ComponentSpec.Reference(String id, Position _)) {
                out.value("component", id);
            }
            trigger.config().forEach(out::value);
        }

        private void component(String id, Manifest.Component component) {
            out.header("component", id);
            Manifest.Source source = component.source();
            if (source != null) {
                out.value("source", source(source));
            }
            out.text("description", component.description());
            out.table("variables", ManifestReader.strings(component.variables()));
            out.table("environment", component.environment());
            out.list("files", component.files().stream().map(Writer::mount).toList());
            out.list("exclude_files", ManifestReader.strings(component.excludeFiles()));
            out.list("allowed_outbound_hosts", ManifestReader.strings(component.allowedOutboundHosts()));
            out.list("key_value_stores", component.keyValueStores());
            out.list("sqlite_databases", component.sqliteDatabases());
            out.list("ai_models", component.aiModels());
            Manifest.Build build = component.build();
            if (build != null) {
                out.header("component", id, "build");
                out.value("command", build.command().toJson());
                out.text("workdir", build.workdir() == null ? "" : build.workdir());
                out.list("watch", build.watch());
            }
        }

        private static Object source(Manifest.Source source) {
            var fields = new LinkedHashMap<String, Object>();
            switch (source) {
                case Manifest.Source.Local(String path, Position _) -> {
                    return path;
                }
                case Manifest.Source.Remote(String url, String digest, Position _) -> {
                    fields.put("url", url);
                    fields.put("digest", digest);
                }
                case Manifest.Source.Registry(String registry, String name, String version, Position _) -> {
                    if (registry != null) {
                        fields.put("registry", registry);
                    }
                    fields.put("package", name);
                    fields.put("version", version);
                }
                case Manifest.Source.PackagedModule(String reference, String digest, Position _) -> {
                    fields.put("reference", reference);
                    fields.put("digest", digest);
                }
                case Manifest.Source.PackagedComponent(String reference, String id, Position _) -> {
                    fields.put("reference", reference);
                    fields.put("id", id);
                }
                case Manifest.Source.Parcel(String reference, String parcel, Position _) -> {
                    fields.put("reference", reference);
                    fields.put("parcel", parcel);
                }
            }
            return fields;
        }

        private static Object mount(Manifest.FileMount mount) {
            return switch (mount) {
                case Manifest.FileMount.Pattern(String pattern, Position _) -> pattern;
                case Manifest.FileMount.Placement(String source, String destination, Position _) -> {
                    var fields = new LinkedHashMap<String, Object>();
                    fields.put("source", source);
                    fields.put("destination", destination);
                    yield fields;
                }
            };
        }
    }
}
