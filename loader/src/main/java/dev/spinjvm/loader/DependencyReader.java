package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Inherit;
import dev.spinjvm.loader.Manifest.Kind;
import org.jspecify.annotations.Nullable;

/// Reads the dependencies of components and triggers.
final class DependencyReader {
    private static final String PARCEL = "parcel";
    private static final String COMPONENT_FORMS = "a dependency must be a version or a table with `version`, `path`, `url` and `digest`, `reference` and `digest`, `id` or `parcel`, or `component`";
    private static final String TRIGGER_FORMS = "a dependency must be a table with `version` and `package`, `path`, `url` and `digest`, `reference` and `digest`, `id` or `parcel`, or `component`";

    /// What a dependency may inherit.
    static final List<String> INHERITABLE = List.of("ai_models", "allowed_outbound_hosts", "environment", "files", "key_value_stores",
            "sqlite_databases", "variables");

    private final ManifestText text;

    DependencyReader(ManifestText text) {
        this.text = text;
    }

    Map<String, Dependency> ofComponent(TomlFields owner) {
        var dependencies = new LinkedHashMap<String, Dependency>();
        owner.table("dependencies").forEach((name, value) -> {
            try {
                DependencyName.parse(name);
            } catch (LoadException e) {
                text.error(value.keyAt(), String.valueOf(e.getMessage()));
            }
            Dependency dependency = ofComponent(value);
            if (dependency != null) {
                dependencies.put(name, dependency);
            }
        });
        return dependencies;
    }

    private @Nullable Dependency ofComponent(TomlValue value) {
        if (value.isText()) {
            return new Dependency(new Kind.Version(String.valueOf(value.text())), null, null, value.keyAt());
        }
        TomlFields fields = value.isTable() ? value.table() : null;
        if (fields == null) {
            value.error(COMPONENT_FORMS);
            return null;
        }
        Kind kind = kind(fields, false);
        if (kind == null) {
            value.error(COMPONENT_FORMS);
            return null;
        }
        var dependency = new Dependency(kind, fields.optionalText("export"), inherit(fields), value.keyAt());
        fields.finish();
        return dependency;
    }

    List<Dependency> ofTrigger(TomlValue value) {
        var dependencies = new ArrayList<Dependency>();
        for (TomlValue element : value.elements()) {
            TomlFields fields = element.isTable() ? element.table() : null;
            Kind kind = fields == null ? null : kind(fields, true);
            if (fields == null || kind == null) {
                element.error(TRIGGER_FORMS);
                continue;
            }
            dependencies.add(new Dependency(kind, null, inherit(fields), element.at()));
            fields.finish();
        }
        return dependencies;
    }

    private static @Nullable Kind kind(TomlFields fields, boolean packageRequired) {
        if (fields.again().value("version") != null) {
            return new Kind.Package(fields.requiredText("version"), fields.optionalText("registry"),
                    packageRequired ? fields.requiredText("package") : fields.optionalText("package"));
        }
        if (fields.again().value("path") != null) {
            return new Kind.Local(fields.requiredText("path"));
        }
        if (fields.again().value("url") != null) {
            return new Kind.Http(fields.requiredText("url"), fields.requiredText("digest"));
        }
        if (fields.again().value("reference") != null) {
            String reference = fields.requiredText("reference");
            if (fields.again().value(PARCEL) != null) {
                return new Kind.Parcel(reference, fields.requiredText(PARCEL));
            }
            return fields.again().value("id") != null
                    ? new Kind.PackagedComponent(reference, fields.requiredText("id"))
                    : new Kind.PackagedModule(reference, fields.requiredText("digest"));
        }
        return fields.again().value("component") != null ? new Kind.AppComponent(fields.requiredText("component")) : null;
    }

    private static @Nullable Inherit inherit(TomlFields fields) {
        TomlValue value = fields.value("inherit_configuration");
        if (value == null) {
            return null;
        }
        if (value.isFlag()) {
            return new Inherit(Boolean.TRUE.equals(value.flag()), null);
        }
        if (value.isArray()) {
            List<Located<String>> kinds = value.texts();
            kinds.forEach(kind -> checkInherited(kind, fields.text()));
            return new Inherit(false, ManifestReader.strings(kinds));
        }
        value.error("`inherit_configuration` must be true, false or a list of configuration keys");
        return null;
    }

    /// A name that is not known grants nothing, which is hardly meant.
    private static void checkInherited(Located<String> kind, ManifestText text) {
        if (!INHERITABLE.contains(kind.value())) {
            String near = NearNames.closest(kind.value(), INHERITABLE);
            text.warn(kind.at(), "unknown configuration " + Quoted.of(kind.value()) + " is not inherited", near == null
                    ? "known are " + String.join(", ", INHERITABLE)
                    : "did you mean `" + near + "`?");
        }
    }
}
