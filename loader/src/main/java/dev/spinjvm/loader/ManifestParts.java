package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.spinjvm.loader.Manifest.Build;
import dev.spinjvm.loader.Manifest.Commands;
import dev.spinjvm.loader.Manifest.FileMount;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.Manifest.Variable;
import org.jspecify.annotations.Nullable;

/// The parts that both versions of the manifest share.
final class ManifestParts {
    private static final String PARCEL = "parcel";

    private ManifestParts() {}

    static Map<String, Variable> variables(TomlFields root, ManifestText text) {
        var variables = new LinkedHashMap<String, Variable>();
        root.table("variables").forEach((name, value) -> {
            String problem = Ids.lowerSnakeProblem(name);
            if (problem != null) {
                text.error(value.keyAt(), problem);
            }
            TomlFields fields = value.table();
            if (fields != null) {
                variables.put(name, variable(fields));
            }
        });
        return variables;
    }

    private static Variable variable(TomlFields fields) {
        var variable = new Variable(fields.optionalText("description"), fields.flag("required"), fields.optionalText("default"),
                fields.flag("secret"), fields.at());
        // A default of the wrong type has been reported already.
        boolean hasDefault = fields.again().value("default") != null;
        if (variable.required() == hasDefault) {
            fields.error("must be `required` OR have a `default`", hasDefault
                    ? "remove `required = true`: a variable with a default always has a value"
                    : "add `required = true` if the value must be given when the application starts, else `default = \"...\"`");
        }
        fields.finish();
        return variable;
    }

    static @Nullable Source source(@Nullable TomlValue value) {
        if (value == null) {
            return null;
        }
        if (value.isText()) {
            String path = value.text();
            return path == null ? null : new Source.Local(path, value.at());
        }
        if (!value.isTable()) {
            value.error("a component's source must be a path, `{ url, digest }`, `{ registry, package, version }`, `{ reference, digest }`,"
                    + " `{ reference, id }` or `{ reference, parcel }`");
            return null;
        }
        TomlFields fields = value.table();
        if (fields == null) {
            return null;
        }
        Source source = fields.again().value("reference") != null
                ? packaged(fields, value.at())
                : fields.again().value("url") != null || fields.again().value("digest") != null
                        ? remote(fields, value.at())
                        : registry(fields, value.at());
        fields.finish();
        return source;
    }

    private static Source packaged(TomlFields fields, Position at) {
        String reference = fields.requiredText("reference");
        // The second key tells a bindle from an artifact of a registry.
        if (fields.again().value(PARCEL) != null) {
            return new Source.Parcel(reference, fields.requiredText(PARCEL), at);
        }
        return fields.again().value("id") != null
                ? new Source.PackagedComponent(reference, fields.requiredText("id"), at)
                : new Source.PackagedModule(reference, fields.requiredText("digest"), at);
    }

    private static Source remote(TomlFields all, Position at) {
        return new Source.Remote(all.requiredText("url"), all.requiredText("digest"), at);
    }

    private static Source registry(TomlFields fields, Position at) {
        return new Source.Registry(fields.optionalText("registry"), fields.requiredText("package"), fields.requiredText("version"), at);
    }

    static List<FileMount> files(TomlFields component) {
        TomlValue value = component.value("files");
        var mounts = new ArrayList<FileMount>();
        for (TomlValue element : value == null ? List.<TomlValue>of() : value.elements()) {
            if (element.isText()) {
                mounts.add(new FileMount.Pattern(String.valueOf(element.text()), element.at()));
            } else if (element.isTable()) {
                TomlFields fields = element.table();
                if (fields != null) {
                    mounts.add(new FileMount.Placement(fields.requiredText("source"), fields.requiredText("destination"), element.at()));
                    fields.finish();
                }
            } else {
                element.error("an entry of `files` must be a path, a glob pattern or `{ source, destination }`");
            }
        }
        return mounts;
    }

    static @Nullable Build build(TomlFields component) {
        TomlValue value = component.value("build");
        TomlFields fields = value == null ? null : value.table();
        if (fields == null) {
            return null;
        }
        Commands command = commands(fields.required("command"));
        String workdir = fields.optionalText("workdir");
        List<String> watch = fields.plainTexts("watch");
        fields.finish();
        return command == null ? null : new Build(command, workdir, watch, fields.at());
    }

    static @Nullable Commands commands(@Nullable TomlValue value) {
        if (value == null) {
            return null;
        }
        if (value.isArray()) {
            return new Commands(ManifestReader.strings(value.texts()), false);
        }
        String command = value.text();
        return command == null ? null : new Commands(List.of(command), true);
    }

    static @Nullable List<Target> targets(TomlFields owner) {
        TomlValue value = owner.value("targets");
        if (value == null) {
            return null;
        }
        var targets = new ArrayList<Target>();
        for (TomlValue element : value.elements()) {
            Target target = target(element);
            if (target != null) {
                targets.add(target);
            }
        }
        return targets;
    }

    private static @Nullable Target target(TomlValue element) {
        if (element.isText()) {
            String name = element.text();
            return name == null ? null : new Target.Catalogue(name);
        }
        if (!element.isTable()) {
            element.error("a target must be a name, `{ url }` or `{ path }`");
            return null;
        }
        TomlFields fields = element.table();
        if (fields == null) {
            return null;
        }
        Target target = fields.value("url") != null
                ? new Target.Url(fields.requiredText("url"))
                : new Target.File(fields.requiredText("path"));
        fields.finish();
        return target;
    }

    /// Labels of stores and databases.
    static List<String> labels(TomlFields component, String key, ManifestText text) {
        List<Located<String>> labels = component.texts(key);
        for (Located<String> label : labels) {
            String problem = Ids.labelProblem(label.value());
            if (problem != null) {
                text.error(label.at(), problem);
            }
        }
        return ManifestReader.strings(labels);
    }
}
