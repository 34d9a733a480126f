package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.binary.Version;
import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whether a component can run where a world is offered: it imports nothing beyond the world's imports, exports all of the world's exports,
/// and the types fit. Names meet as they do when a component is linked: the same, or with a compatible version.
public final class WorldConformance {

    private WorldConformance() {}

    /// What keeps a component from conforming.
    ///
    /// @param missingImports what the component imports and the world does not offer, sorted
    /// @param missingExports what the world requires and the component does not export, sorted: name → sort
    /// @param mismatches what is there on both sides with types that do not fit
    public record Report(List<String> missingImports, Map<String, String> missingExports, List<Mismatch> mismatches) {
        /// Whether nothing does.
        public boolean conforms() {
            return missingImports.isEmpty() && missingExports.isEmpty() && mismatches.isEmpty();
        }
    }

    /// An import or export of another type than the world's.
    ///
    /// @param kind `import` or `export`
    /// @param message the first difference, with the path of names to it
    public record Mismatch(String kind, String name, String message) {}

    /// The type of a world in a WIT package in its binary form (WIT.md, "Package Format").
    ///
    /// @param world its name in the package, such as `proxy`
    /// @return nothing if the package has no world of that name
    /// @throws InvalidComponentException if it is no valid component
    public static Optional<ComponentType> worldOf(ComponentBinary witPackage, String world) throws InvalidComponentException {
        ComponentType exported = ComponentValidator.validate(witPackage).type();
        if (exported.exports().get(world) instanceof ExternType.Type(DefType.Component(ComponentType named))) {
            for (ExternType item : named.exports().values()) {
                if (item instanceof ExternType.Component(ComponentType type)) {
                    return Optional.of(type);
                }
            }
        }
        return Optional.empty();
    }

    /// Compares a component with a world.
    public static Report check(ComponentType component, ComponentType world) {
        List<String> missingImports = new ArrayList<>();
        Map<String, ExternType> imports = new LinkedHashMap<>();
        Map<String, ExternType> offered = new LinkedHashMap<>();
        component.imports().forEach((name, type) -> {
            String found = find(name, world.imports().keySet());
            if (found == null) {
                missingImports.add(name);
            } else {
                imports.put(name, type);
                offered.put(name, world.imports().get(found));
            }
        });
        Map<String, String> missingExports = new TreeMap<>();
        Map<String, ExternType> exports = new LinkedHashMap<>();
        Map<String, ExternType> required = new LinkedHashMap<>();
        world.exports().forEach((name, type) -> {
            String found = find(name, component.exports().keySet());
            if (found == null) {
                missingExports.put(name, type.sort());
            } else {
                exports.put(name, component.exports().get(found));
                required.put(name, type);
            }
        });
        missingImports.sort(null);
        ExternType sub = new ExternType.Component(
                new ComponentType(imports, exports, component.importedResources(), component.definedResources()));
        ExternType sup = new ExternType.Component(
                new ComponentType(offered, required, world.importedResources(), world.definedResources()));
        // Without all imports the resource types that they would bring are unknown, and whatever mentions one would not fit.
        List<String> problems = missingImports.isEmpty() ? Subtyping.check(sub, sup) : List.of();
        return new Report(missingImports, missingExports, mismatches(problems));
    }

    private static @Nullable String find(String wanted, Collection<String> names) {
        if (names.contains(wanted)) {
            return wanted;
        }
        String best = null;
        Version highest = null;
        for (String name : names) {
            Version version = Names.version(name);
            if (version != null && Names.linkKey(name).equals(Names.linkKey(wanted)) && (highest == null || version.compareTo(
                    highest) > 0)) {
                best = name;
                highest = version;
            }
        }
        return best;
    }

    private static List<Mismatch> mismatches(List<String> problems) {
        Map<String, Mismatch> first = new LinkedHashMap<>();
        for (String problem : problems) {
            boolean isImport = problem.startsWith(Subtyping.IN_IMPORT);
            String rest = problem.substring(isImport
                    ? Subtyping.IN_IMPORT.length()
                    : problem.startsWith(Subtyping.IN_EXPORT) ? Subtyping.IN_EXPORT.length() : 0);
            int end = rest.indexOf("`: ");
            String name = end < 0 ? "" : rest.substring(0, end);
            String message = end < 0 ? rest : rest.substring(end + "`: ".length());
            first.putIfAbsent(isImport + name, new Mismatch(isImport ? "import" : "export", name, message));
        }
        return List.copyOf(first.values());
    }
}
