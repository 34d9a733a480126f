package dev.spinjvm.component;

import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.binary.NearestName;
import dev.spinjvm.component.binary.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds which imports of a component its dependencies serve, by their names.
///
/// A dependency is named `namespace:package`, for all imports of that package, or `namespace:package/interface`, either with
/// `@version`, or by a plain name. A version matches the imports that have it or, where none has, those of a compatible one;
/// without a version every one matches. The import is served by the export of the same name, or else of a compatible version
/// or, where the dependency says which, by that one.
public final class DependencyMatch {

    private DependencyMatch() {}

    /// A dependency as it is known by name.
    ///
    /// @param export the name of the export that serves; null for that of the import
    /// @param exports the names of all exports
    public record Candidate(String name, @Nullable String export, List<String> exports) {
        public Candidate {
            exports = List.copyOf(exports);
        }
    }

    /// For each dependency, in their order, the imports that it serves, each with the export that does.
    ///
    /// @param componentName what messages call the component
    /// @param imports the names of its imports
    /// @throws LinkException with every dependency that matches no import or lacks an export, and every import that several match
    public static List<Map<String, String>> match(String componentName, List<String> imports, List<Candidate> dependencies)
            throws LinkException {
        List<String> problems = new ArrayList<>();
        List<Map<String, String>> result = new ArrayList<>();
        Map<String, List<String>> served = new LinkedHashMap<>();
        for (Candidate dependency : dependencies) {
            List<String> matched = matching(dependency.name(), imports);
            if (matched.isEmpty()) {
                problems.add(unmatched(dependency.name(), componentName, imports));
            }
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String importName : matched) {
                served.computeIfAbsent(importName, _ -> new ArrayList<>()).add(dependency.name());
                String export = export(dependency, importName);
                if (export == null) {
                    problems.add(unexported(dependency, importName));
                } else {
                    pairs.put(importName, export);
                }
            }
            result.add(pairs);
        }
        String conflicts = String.join("; ", served.entrySet().stream().filter(entry -> entry.getValue().size() > 1)
                .map(entry -> "import '" + entry.getKey() + "' satisfied by dependencies: '" + String.join(", ", entry.getValue()) + "'")
                .toList());
        if (!conflicts.isEmpty()) {
            problems.add("component '" + componentName + "' has dependency conflicts: " + conflicts);
        }
        if (!problems.isEmpty()) {
            throw new LinkException(problems);
        }
        return result;
    }

    private static List<String> matching(String dependency, List<String> imports) {
        List<String> sameName = imports.stream().filter(name -> sameButVersion(dependency, name)).toList();
        String version = versionText(dependency);
        if (version == null) {
            return sameName;
        }
        List<String> exact = sameName.stream().filter(name -> version.equals(versionText(name))).toList();
        return exact.isEmpty() ? sameName.stream().filter(name -> compatible(dependency, name)).toList() : exact;
    }

    private static boolean sameButVersion(String dependency, String importName) {
        String wanted = unversioned(dependency);
        String offered = unversioned(importName);
        return offered.equals(wanted) || wanted.indexOf(':') >= 0 && wanted.indexOf('/') < 0 && offered.startsWith(wanted + "/");
    }

    private static boolean compatible(String name, String other) {
        Version left = Names.version(name);
        Version right = Names.version(other);
        return left != null && right != null && left.compatibilityKey().equals(right.compatibilityKey());
    }

    private static @Nullable String export(Candidate dependency, String importName) {
        List<String> exports = dependency.exports();
        String wanted = Objects.requireNonNullElse(dependency.export(), importName);
        if (exports.contains(wanted)) {
            return wanted;
        }
        return exports.stream().filter(name -> unversioned(name).equals(unversioned(wanted)) && compatible(name, wanted)).findFirst()
                .orElse(null);
    }

    private static String unmatched(String dependency, String componentName, List<String> imports) {
        String nearest = nearest(dependency, imports);
        return "dependency '" + dependency + "' doesn't match any imports of component '" + componentName + "'"
                + (nearest == null ? "" : "; the nearest is '" + nearest + "'");
    }

    private static String unexported(Candidate dependency, String importName) {
        String wanted = Objects.requireNonNullElse(dependency.export(), importName);
        String nearest = nearest(wanted, dependency.exports());
        String all = dependency.exports().isEmpty() ? "nothing" : "'" + String.join("', '", dependency.exports()) + "'";
        return "dependency '" + dependency.name() + "' doesn't export '" + wanted + "' to satisfy import '" + importName
                + "'; it exports " + all + (nearest == null || dependency.exports().size() == 1
                        ? ""
                        : ", the nearest is '" + nearest + "'");
    }

    private static @Nullable String nearest(String name, List<String> names) {
        return NearestName.of(name, new TreeSet<>(names));
    }

    private static String unversioned(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    private static @Nullable String versionText(String name) {
        int at = name.indexOf('@');
        return at < 0 ? null : name.substring(at + 1);
    }
}
