package dev.spinjvm.loader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import dev.spinjvm.loader.Manifest.Build;
import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.ComponentSpec;
import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Details;
import dev.spinjvm.loader.Manifest.FileMount;
import dev.spinjvm.loader.Manifest.Inherit;
import dev.spinjvm.loader.Manifest.Kind;
import dev.spinjvm.loader.Manifest.Profile;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.Manifest.Trigger;
import dev.spinjvm.loader.Manifest.Variable;
import org.jspecify.annotations.Nullable;

/// A manifest as the tree of its TOML or JSON form, what is empty left out.
final class ManifestTree {
    private ManifestTree() {}

    static Map<String, Object> of(Manifest manifest) {
        var tree = new TreeMap<String, Object>();
        tree.put("spin_manifest_version", 2L);
        tree.put("application", details(manifest.application()));
        putMap(tree, "variables", manifest.variables(), ManifestTree::variable);
        var triggers = new TreeMap<String, Object>();
        manifest.triggers().forEach((type, ofType) -> triggers.put(type, ofType.stream().map(ManifestTree::trigger).toList()));
        tree.put("trigger", triggers);
        putMap(tree, "component", manifest.components(), ManifestTree::component);
        return tree;
    }

    private static Object details(Details details) {
        var tree = new TreeMap<String, Object>();
        tree.put("name", details.name());
        put(tree, "version", details.version());
        put(tree, "description", details.description());
        put(tree, "authors", details.authors());
        put(tree, "targets", details.targets().stream().map(ManifestTree::target).toList());
        put(tree, "trigger", details.triggerSettings());
        put(tree, "tool", details.tool());
        return tree;
    }

    private static Object target(Target target) {
        return switch (target) {
            case Target.Catalogue(String name) -> name;
            case Target.Url(String url) -> Map.of("url", url);
            case Target.File(String path) -> Map.of("path", path);
        };
    }

    private static Object variable(Variable variable) {
        var tree = new TreeMap<String, Object>();
        put(tree, "description", variable.description());
        if (variable.defaultValue() != null) {
            tree.put("default", variable.defaultValue());
        }
        put(tree, "required", variable.required());
        put(tree, "secret", variable.secret());
        return tree;
    }

    private static Object trigger(Trigger trigger) {
        var tree = new TreeMap<>(trigger.config());
        put(tree, "id", trigger.id());
        if (trigger.component() != null) {
            tree.put("component", spec(trigger.component()));
        }
        putMap(tree, "components", trigger.components(), specs -> specs.size() == 1
                ? spec(specs.getFirst())
                : specs.stream().map(ManifestTree::spec).toList());
        putMap(tree, "dependencies", trigger.dependencies(), dependencies -> dependencies.stream().map(ManifestTree::dependency).toList());
        return tree;
    }

    private static Object spec(ComponentSpec spec) {
        return switch (spec) {
            case ComponentSpec.Reference(String id, Position _) -> id;
            case ComponentSpec.Inline(Component component) -> component(component);
        };
    }

    private static Object component(Component component) {
        var tree = new TreeMap<String, Object>();
        if (component.source() != null) {
            tree.put("source", source(component.source()));
        }
        put(tree, "description", component.description());
        put(tree, "variables", ManifestReader.strings(component.variables()));
        put(tree, "environment", component.environment());
        put(tree, "files", component.files().stream().map(ManifestTree::mount).toList());
        put(tree, "exclude_files", ManifestReader.strings(component.excludeFiles()));
        put(tree, "allowed_http_hosts", ManifestReader.strings(component.allowedHttpHosts()));
        put(tree, "allowed_outbound_hosts", ManifestReader.strings(component.allowedOutboundHosts()));
        put(tree, "key_value_stores", component.keyValueStores());
        put(tree, "sqlite_databases", component.sqliteDatabases());
        put(tree, "ai_models", component.aiModels());
        if (component.targets() != null) {
            tree.put("targets", component.targets().stream().map(ManifestTree::target).toList());
        }
        if (component.build() != null) {
            tree.put("build", build(component.build()));
        }
        put(tree, "tool", component.tool());
        if (component.dependenciesInherit() != null) {
            tree.put("dependencies_inherit_configuration", component.dependenciesInherit());
        }
        putMap(tree, "dependencies", component.dependencies(), ManifestTree::dependency);
        putMap(tree, "profile", component.profiles(), ManifestTree::profile);
        return tree;
    }

    private static Object profile(Profile profile) {
        var tree = new TreeMap<String, Object>();
        if (profile.source() != null) {
            tree.put("source", source(profile.source()));
        }
        put(tree, "environment", profile.environment());
        putMap(tree, "dependencies", profile.dependencies(), ManifestTree::dependency);
        if (profile.command() != null) {
            tree.put("build", Map.of("command", profile.command().toJson()));
        }
        return tree;
    }

    private static Object build(Build build) {
        var tree = new TreeMap<String, Object>();
        tree.put("command", build.command().toJson());
        put(tree, "workdir", build.workdir());
        put(tree, "watch", build.watch());
        return tree;
    }

    private static Object source(Source source) {
        return switch (source) {
            case Source.Local(String path, Position _) -> path;
            case Source.Remote(String url, String digest, Position _) -> Map.of("url", url, "digest", digest);
            case Source.Registry(String registry, String name, String version, Position _) -> {
                var tree = new TreeMap<String, Object>(Map.of("package", name, "version", version));
                put(tree, "registry", registry);
                yield tree;
            }
            case Source.PackagedModule(String reference, String digest, Position _) -> Map.of("reference", reference, "digest", digest);
            case Source.PackagedComponent(String reference, String id, Position _) -> Map.of("reference", reference, "id", id);
            case Source.Parcel(String reference, String parcel, Position _) -> Map.of("reference", reference, "parcel", parcel);
        };
    }

    private static Object mount(FileMount mount) {
        return switch (mount) {
            case FileMount.Pattern(String pattern, Position _) -> pattern;
            case FileMount.Placement(String source, String destination, Position _) -> Map.of("source", source, "destination", destination);
        };
    }

    private static Object dependency(Dependency dependency) {
        var tree = new TreeMap<String, Object>();
        switch (dependency.kind()) {
            case Kind.Version(String version) -> {
                return version;
            }
            case Kind.Package(String version, String registry, String name) -> {
                tree.put("version", version);
                put(tree, "registry", registry);
                put(tree, "package", name);
            }
            case Kind.Local(String path) -> tree.put("path", path);
            case Kind.Http(String url, String digest) -> {
                tree.put("url", url);
                tree.put("digest", digest);
            }
            case Kind.PackagedModule(String reference, String digest) -> tree.putAll(Map.of("reference", reference, "digest", digest));
            case Kind.PackagedComponent(String reference, String id) -> tree.putAll(Map.of("reference", reference, "id", id));
            case Kind.Parcel(String reference, String parcel) -> tree.putAll(Map.of("reference", reference, "parcel", parcel));
            case Kind.AppComponent(String id) -> tree.put("component", id);
        }
        put(tree, "export", dependency.export());
        Inherit inherit = dependency.inherit();
        if (inherit != null) {
            tree.put("inherit_configuration", inherit.kinds() == null ? (Object) inherit.all() : inherit.kinds());
        }
        return tree;
    }

    private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
        boolean empty = value == null || "".equals(value) || List.of().equals(value) || Map.of().equals(value) || Boolean.FALSE.equals(
                value);
        if (!empty) {
            tree.put(key, value);
        }
    }

    private static <T> void putMap(Map<String, Object> tree, String key, Map<String, T> map, Function<T, Object> form) {
        var members = new LinkedHashMap<String, Object>();
        map.forEach((name, value) -> members.put(name, form.apply(value)));
        put(tree, key, members);
    }
}
