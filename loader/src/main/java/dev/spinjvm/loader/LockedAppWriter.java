package dev.spinjvm.loader;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// The JSON tree of a locked application, fields in the order of the format, empty ones left out.
final class LockedAppWriter {
    private LockedAppWriter() {}

    static Map<String, @Nullable Object> toTree(LockedApp app) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("spin_lock_version", app.mustUnderstand().isEmpty() && app.hostRequirements().isEmpty() ? 0L : 1L);
        if (!app.mustUnderstand().isEmpty()) {
            tree.put("must_understand", app.mustUnderstand());
        }
        putMap(tree, "metadata", app.metadata(), Function.identity());
        putMap(tree, "host_requirements", app.hostRequirements(), Function.identity());
        putMap(tree, "variables", app.variables(), LockedAppWriter::variable);
        tree.put("triggers", app.triggers().stream().map(LockedAppWriter::trigger).toList());
        tree.put("components", app.components().stream().map(LockedAppWriter::component).toList());
        return tree;
    }

    private static Map<String, @Nullable Object> variable(LockedVariable variable) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        putPresent(tree, "description", variable.description());
        putPresent(tree, "default", variable.defaultValue());
        if (variable.secret()) {
            tree.put("secret", true);
        }
        return tree;
    }

    private static Map<String, @Nullable Object> trigger(LockedTrigger trigger) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("id", trigger.id());
        tree.put("trigger_type", trigger.type());
        tree.put("trigger_config", new TreeMap<>(trigger.config()));
        putMap(tree, "trigger_dependencies", trigger.dependencies(), LockedAppWriter::dependencies);
        return tree;
    }

    private static Map<String, @Nullable Object> component(LockedComponent component) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("id", component.id());
        putMap(tree, "metadata", component.metadata(), Function.identity());
        tree.put("source", source(component.source()));
        putMap(tree, "env", component.environment(), Function.identity());
        if (!component.files().isEmpty()) {
            tree.put("files", component.files().stream().map(LockedAppWriter::file).toList());
        }
        putMap(tree, "config", component.config(), Function.identity());
        if (!component.dependencies().isEmpty()) {
            tree.put("dependencies", byName(component.dependencies()));
        }
        putMap(tree, "trigger_dependencies", component.triggerDependencies(), LockedAppWriter::dependencies);
        putMap(tree, "host_requirements", component.hostRequirements(), Function.identity());
        return tree;
    }

    /// The dependencies in the order of their names, which is not quite that of the texts.
    private static Map<String, @Nullable Object> byName(Map<String, LockedDependency> dependencies) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        dependencies.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, LockedDependency> entry) -> DependencyName.read(entry.getKey()).orElse(
                        new DependencyName.Plain(entry.getKey()))))
                .forEach(entry -> tree.put(entry.getKey(), dependency(entry.getValue())));
        return tree;
    }

    private static Map<String, @Nullable Object> source(ComponentSource source) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("content_type", source.contentType());
        putContent(tree, source.content());
        return tree;
    }

    private static Map<String, @Nullable Object> file(ContentPath file) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        putContent(tree, file.content());
        tree.put("path", file.path());
        return tree;
    }

    private static List<Map<String, @Nullable Object>> dependencies(List<LockedDependency> dependencies) {
        return dependencies.stream().map(LockedAppWriter::dependency).toList();
    }

    private static Map<String, @Nullable Object> dependency(LockedDependency dependency) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("source", source(dependency.source()));
        tree.put("export", dependency.export());
        switch (dependency.inherit()) {
            case InheritConfiguration.All() -> tree.put("inherit", "All");
            case InheritConfiguration.Some(List<String> kinds) -> {
                if (!kinds.isEmpty()) {
                    tree.put("inherit", Map.of("Some", kinds));
                }
            }
        }
        return tree;
    }

    private static void putContent(Map<String, @Nullable Object> tree, ContentRef content) {
        putPresent(tree, "source", content.source());
        putPresent(tree, "inline", content.inlineBase64());
        putPresent(tree, "digest", content.digest());
    }

    private static void putPresent(Map<String, @Nullable Object> tree, String key, @Nullable Object value) {
        if (value != null) {
            tree.put(key, value);
        }
    }

    private static <T> void putMap(Map<String, @Nullable Object> tree, String key, Map<String, T> map, Function<T, ?> form) {
        if (!map.isEmpty()) {
            var sorted = new TreeMap<String, @Nullable Object>();
            map.forEach((name, value) -> sorted.put(name, form.apply(value)));
            tree.put(key, sorted);
        }
    }
}
