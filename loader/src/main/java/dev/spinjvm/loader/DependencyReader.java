package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Inherit;
import dev.spinjvm.loader.Manifest.Kind;
import org.jspecify.annotations.Nullable;

/// Reads the dependencies of components and triggers.
final class DependencyReader {
    private static final Pattern VERSION = Pattern
            .compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?");
    private static final String COMPONENT_FORMS = "a dependency must be a version or a table with `version`, `path`, `url` and `digest`, `reference` and `digest` or `id`, or `component`";
    private static final String TRIGGER_FORMS = "a dependency must be a table with `version` and `package`, `path`, `url` and `digest`, `reference` and `digest` or `id`, or `component`";

    private final ManifestText text;

    DependencyReader(ManifestText text) {
        this.text = text;
    }

    Map<String, Dependency> ofComponent(TomlFields owner) {
        var dependencies = new LinkedHashMap<String, Dependency>();
        owner.table("dependencies").forEach((name, value) -> {
            String problem = nameProblem(name);
            if (problem != null) {
                text.error(value.keyAt(), problem);
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
            return new Inherit(false, ManifestReader.strings(value.texts()));
        }
        value.error("`inherit_configuration` must be true, false or a list of configuration keys");
        return null;
    }

    /// What is wrong with the name of an import: `namespace:package`, `namespace:package/interface`, either with `@version`, or a plain name.
    private static @Nullable String nameProblem(String name) {
        if (name.indexOf(':') < 0 && name.indexOf('/') < 0) {
            return Ids.kebabProblem(name);
        }
        int at = name.indexOf('@');
        String path = at < 0 ? name : name.substring(0, at);
        if (at >= 0 && !VERSION.matcher(name.substring(at + 1)).matches()) {
            return "invalid version " + Quoted.of(name.substring(at + 1)) + " in the dependency name";
        }
        int slash = path.indexOf('/');
        String packageName = slash < 0 ? path : path.substring(0, slash);
        String interfaceProblem = slash < 0 ? null : Ids.kebabProblem(path.substring(slash + 1));
        String[] parts = packageName.split(":", -1);
        if (parts.length != 2 || Ids.kebabProblem(parts[0]) != null || Ids.kebabProblem(parts[1]) != null) {
            return "invalid package name " + Quoted.of(packageName) + ", expected `namespace:package`";
        }
        return interfaceProblem;
    }
}
