package dev.spinjvm.component.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the interfaces that a component depends on as WIT, taken from the components that export them: the package
/// `root:component` with a world `root` that imports what the dependencies are for, and every package that they know.
public final class DependencyWit {
    private final Map<String, WorldItem> root = new LinkedHashMap<>();
    private final StringBuilder worlds = new StringBuilder();
    private final Map<String, String> packages = new LinkedHashMap<>();

    private DependencyWit() {}

    /// @param name `namespace:package`, for all that the component exports, `namespace:package/interface`, either with `@version`,
    ///        or the name of a function
    /// @param export the export that is meant by an interface name; null for the one of that name
    public record Dependency(String name, @Nullable String export, World world) {}

    /// The text.
    ///
    /// @throws IllegalArgumentException if a dependency does not have what is asked for; the message names it
    public static String of(List<Dependency> dependencies) {
        DependencyWit wit = new DependencyWit();
        for (int i = 0; i < dependencies.size(); i++) {
            Dependency dependency = dependencies.get(i);
            try {
                wit.add(dependency, "impo-world" + i);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("dependency " + dependency.name() + ": " + e.getMessage(), e);
            }
        }
        return "package root:component;\n\n" + WitPrinter.world("root", wit.root) + wit.worlds + String.join("", wit.packages.values());
    }

    private void add(Dependency dependency, String worldName) {
        Map<String, Interface> interfaces = interfaces(dependency.world());
        String export = dependency.export();
        if (export != null) {
            addAlias(dependency.name(), export, interfaces);
        }
        Map<String, WorldItem> imports = imported(dependency.world());
        worlds.append(WitPrinter.world(worldName, imports));
        String name = dependency.name();
        if (name.indexOf(':') < 0) {
            if (imports.get(name) instanceof FunctionItem function) {
                imports.forEach((key, item) -> {
                    if (item instanceof TypeItem) {
                        root.put(key, item);
                    }
                });
                root.put(name, function);
            }
        } else if (name.indexOf('/') < 0) {
            imports.forEach((key, item) -> {
                if (item instanceof Interface) {
                    root.put(key, item);
                }
            });
        } else {
            Interface wanted = find(name, interfaces);
            root.put(wanted.name(), wanted);
        }
        addPackages(interfaces);
    }

    /// All interfaces that a world knows, by their full names, in the order in which it mentions them.
    private static Map<String, Interface> interfaces(World world) {
        Map<String, Interface> interfaces = new LinkedHashMap<>();
        List<Map.Entry<String, WorldItem>> items = new ArrayList<>(world.imports().entrySet());
        items.addAll(world.exports().entrySet());
        for (Map.Entry<String, WorldItem> item : items) {
            if (item.getValue() instanceof Interface each) {
                if (PackageName.of(item.getKey()) == null) {
                    throw new IllegalArgumentException("the interface '" + item.getKey() + "' has no full name");
                }
                interfaces.putIfAbsent(item.getKey(), each);
            }
        }
        return interfaces;
    }

    /// What the world would import if it were a dependency's: types, what it exports, and before that what those use.
    private static Map<String, WorldItem> imported(World world) {
        Map<String, WorldItem> types = new LinkedHashMap<>();
        Map<String, WorldItem> functions = new LinkedHashMap<>();
        Map<String, WorldItem> interfaces = new LinkedHashMap<>();
        world.imports().forEach((name, item) -> {
            if (item instanceof TypeItem) {
                types.put(name, item);
            }
        });
        world.exports().forEach((name, item) -> {
            switch (item) {
                case TypeItem type -> types.put(name, type);
                case FunctionItem function -> functions.put(name, function);
                case Interface each -> addWithUsed(each, interfaces);
                case OtherItem(var sort) -> throw new IllegalArgumentException("its export '" + name + "' is a " + sort);
            }
        });
        Map<String, WorldItem> imports = new LinkedHashMap<>(interfaces);
        imports.putAll(types);
        imports.putAll(functions);
        return imports;
    }

    private static void addWithUsed(Interface each, Map<String, WorldItem> into) {
        if (into.containsKey(each.name())) {
            return;
        }
        for (Interface used : used(each)) {
            addWithUsed(used, into);
        }
        into.put(each.name(), each);
    }

    private static List<Interface> used(Interface each) {
        List<Interface> used = new ArrayList<>();
        each.items().values().forEach(item -> {
            if (item instanceof TypeItem(var type) && type.target() instanceof WitType.Named other) {
                Interface owner = other.owner();
                if (owner != null && !owner.name().equals(each.name())) {
                    used.add(owner);
                }
            }
        });
        return used;
    }

    private static void addAlias(String name, String export, Map<String, Interface> interfaces) {
        PackageName parts = PackageName.of(name);
        if (parts == null) {
            throw new IllegalArgumentException("the dependency name should be a qualified interface name - " + name
                    + (name.indexOf(':') < 0 ? " not qualified" : " doesn't specify an interface"));
        }
        Interface exported = interfaces.get(export);
        if (exported == null) {
            throw new IllegalArgumentException("it doesn't export '" + export + "'");
        }
        interfaces.putIfAbsent(name, exported.duplicate(name));
    }

    private static Interface find(String name, Map<String, Interface> interfaces) {
        Interface exact = interfaces.get(name);
        if (exact != null) {
            return exact;
        }
        String wanted = interfaceOf(name);
        return interfaces.values().stream().filter(each -> interfaceOf(each.name()).equals(wanted)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("interface " + wanted + " not found in component binary"));
    }

    private static String interfaceOf(String name) {
        PackageName parts = PackageName.of(name);
        return parts == null ? name : parts.name();
    }

    /// Prints the packages, those that others use before them.
    private void addPackages(Map<String, Interface> interfaces) {
        Map<String, List<Interface>> byPackage = new LinkedHashMap<>();
        interfaces.forEach((name, each) -> byPackage.computeIfAbsent(packageOf(name), _ -> new ArrayList<>()).add(each));
        Set<String> ordered = new LinkedHashSet<>();
        byPackage.keySet().forEach(name -> order(name, byPackage, ordered, new LinkedHashSet<>()));
        for (String name : ordered) {
            packages.put(name, WitPrinter.nested(name, byPackage.getOrDefault(name, List.of())));
        }
    }

    private static void order(String name, Map<String, List<Interface>> byPackage, Set<String> ordered, Set<String> underWay) {
        if (ordered.contains(name) || !underWay.add(name)) {
            return;
        }
        for (Interface each : byPackage.getOrDefault(name, List.of())) {
            used(each).forEach(used -> order(packageOf(used.name()), byPackage, ordered, underWay));
        }
        ordered.add(name);
    }

    private static String packageOf(String interfaceName) {
        PackageName name = PackageName.of(interfaceName);
        return name == null ? interfaceName : name.pkg();
    }
}
