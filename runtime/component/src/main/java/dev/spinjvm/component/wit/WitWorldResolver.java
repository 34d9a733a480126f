package dev.spinjvm.component.wit;

import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.component.wit.WitSyntax.Function;
import dev.spinjvm.component.wit.WitSyntax.FunctionLink;
import dev.spinjvm.component.wit.WitSyntax.Include;
import dev.spinjvm.component.wit.WitSyntax.InlineLink;
import dev.spinjvm.component.wit.WitSyntax.Interface;
import dev.spinjvm.component.wit.WitSyntax.Link;
import dev.spinjvm.component.wit.WitSyntax.Position;
import dev.spinjvm.component.wit.WitSyntax.TypeDeclaration;
import dev.spinjvm.component.wit.WitSyntax.Use;
import dev.spinjvm.component.wit.WitSyntax.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the type of the components of one world (WIT.md, "Worlds").
///
/// What an interface uses is imported before it. In an exported interface a use means the exported interface of that name where there is
/// one, whose resource types are not those of the import.
final class WitWorldResolver {
    private static final String IMPORT = "import ";
    private static final String EXPORT = "export ";

    private final WitPackages packages;
    private final Map<String, ExternType> imports = new LinkedHashMap<>();
    private final Map<String, ExternType> exports = new LinkedHashMap<>();
    private final Map<ResourceType, List<String>> importedResources = new LinkedHashMap<>();
    private final Map<ResourceType, List<String>> definedResources = new LinkedHashMap<>();
    private final Set<String> exportedNames = new HashSet<>();
    private final Map<String, WitInterface> exported = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    WitWorldResolver(WitPackages packages) {
        this.packages = packages;
    }

    ComponentType resolve(String name, World world) {
        collectExports(name, world);
        add(name, world, Map.of());
        return new ComponentType(imports, exports, importedResources, definedResources);
    }

    private void collectExports(String name, World world) {
        enter(name, world.position());
        for (WitSyntax.WorldItem item : world.items()) {
            if (item instanceof Link(Position _, boolean isImport, String path) && !isImport) {
                exportedNames.add(WitPackages.fullName(name, path));
            } else if (item instanceof Include include) {
                String included = WitPackages.fullName(name, include.path());
                collectExports(included, included(included, include));
            }
        }
        underWay.remove(name);
    }

    private void enter(String name, Position position) {
        if (!underWay.add(name)) {
            throw position.error("'" + name + "' includes itself by way of others");
        }
    }

    private World included(String name, Include include) {
        World world = packages.worldSyntax(name);
        if (world == null) {
            throw include.position().error("no world '" + include.path() + "'");
        }
        return world;
    }

    /// @param renames what including worlds call plain names
    private void add(String name, World world, Map<String, String> renames) {
        importUses(name, world.types());
        List<Function> functions = new ArrayList<>();
        world.functions().forEach(function -> functions.add(prefixed(IMPORT, function)));
        for (WitSyntax.WorldItem item : world.items()) {
            if (item instanceof FunctionLink(Position _, boolean isImport, Function function)) {
                functions.add(prefixed(isImport ? IMPORT : EXPORT, function));
            }
        }
        Interface body = new Interface(world.name(), world.position(), world.types(), functions);
        addRoot(new WitResolver(packages::lookUp, name, body).resolve(), renames);
        for (WitSyntax.WorldItem item : world.items()) {
            switch (item) {
                case Link(Position position, boolean isImport, String path) -> {
                    String full = WitPackages.fullName(name, path);
                    Interface linked = packages.interfaceSyntax(full);
                    if (linked == null) {
                        throw position.error("no interface '" + path + "'");
                    }
                    if (isImport) {
                        importInterface(full, linked);
                    } else {
                        exportInterface(full, linked);
                    }
                }
                case InlineLink(Position _, boolean isImport, Interface inline) -> addInline(name, isImport, inline, renames);
                case Include include -> {
                    String included = WitPackages.fullName(name, include.path());
                    add(included, included(included, include), include.renames());
                }
                case FunctionLink _ -> {
                    // Resolved with the world's types above.
                }
            }
        }
    }

    private static Function prefixed(String prefix, Function function) {
        return new Function(prefix + function.name(), function.position(), function.async(), function.self(), function.parameters(),
                function.result());
    }

    /// Types and functions that stand in the world itself.
    private void addRoot(WitInterface root, Map<String, String> renames) {
        root.types().forEach((name, type) -> imports.putIfAbsent(renamed(name, renames), new ExternType.Type(new DefType.Value(type))));
        root.resources().forEach((name, type) -> {
            imports.putIfAbsent(renamed(name, renames), new ExternType.Type(new DefType.Resource(type)));
            importedResources.putIfAbsent(type, List.of(renamed(name, renames)));
        });
        root.functions().forEach((name, type) -> {
            boolean isImport = name.startsWith(IMPORT);
            (isImport ? imports : exports).putIfAbsent(renamed(name.substring(IMPORT.length()), renames), new ExternType.Func(type));
        });
    }

    private static String renamed(String name, Map<String, String> renames) {
        return renames.getOrDefault(name, name);
    }

    private void addInline(String world, boolean isImport, Interface body, Map<String, String> renames) {
        String name = renamed(body.name(), renames);
        if (isImport) {
            importUses(world, body.types());
            put(name, new WitResolver(packages::lookUp, world, body).resolve(), imports, importedResources);
        } else {
            exportUses(world, body.types());
            put(name, new WitResolver(this::lookUpForExport, world, body).resolve(), exports, definedResources);
        }
    }

    private void importInterface(String name, Interface body) {
        if (!imports.containsKey(name)) {
            importUses(name, body.types());
            put(name, packages.interfaceNamed(name), imports, importedResources);
        }
    }

    private void importUses(String from, Map<String, TypeDeclaration> types) {
        types.values().forEach(type -> {
            if (type instanceof Use use) {
                String full = WitPackages.fullName(from, use.path());
                importInterface(full, used(full, use));
            }
        });
    }

    private void exportInterface(String name, Interface body) {
        if (!exports.containsKey(name)) {
            exportUses(name, body.types());
            put(name, exported(name, body), exports, definedResources);
        }
    }

    private void exportUses(String from, Map<String, TypeDeclaration> types) {
        types.values().forEach(type -> {
            if (type instanceof Use use) {
                String full = WitPackages.fullName(from, use.path());
                if (exportedNames.contains(full)) {
                    exportInterface(full, used(full, use));
                } else {
                    importInterface(full, used(full, use));
                }
            }
        });
    }

    private Interface used(String full, Use use) {
        Interface body = packages.interfaceSyntax(full);
        if (body == null) {
            throw use.position().error("no interface '" + use.path() + "'");
        }
        return body;
    }

    private @Nullable WitInterface lookUpForExport(String from, String path) {
        String full = WitPackages.fullName(from, path);
        Interface body = packages.interfaceSyntax(full);
        return body != null && exportedNames.contains(full) ? exported(full, body) : packages.lookUp(from, path);
    }

    private WitInterface exported(String name, Interface body) {
        WitInterface known = exported.get(name);
        if (known == null) {
            enter(name, body.position());
            known = new WitResolver(this::lookUpForExport, name, body).resolve();
            underWay.remove(name);
            exported.put(name, known);
        }
        return known;
    }

    private void put(String name, WitInterface resolved, Map<String, ExternType> into, Map<ResourceType, List<String>> resources) {
        Map<String, ExternType> items = new LinkedHashMap<>();
        resolved.resources().forEach((local, type) -> {
            items.put(local, new ExternType.Type(new DefType.Resource(type)));
            if (!importedResources.containsKey(type)) {
                resources.putIfAbsent(type, List.of(name, local));
            }
        });
        for (Map.Entry<String, ValType> type : resolved.types().entrySet()) {
            items.put(type.getKey(), new ExternType.Type(new DefType.Value(type.getValue())));
        }
        resolved.functions().forEach((local, type) -> items.put(local, new ExternType.Func(type)));
        into.put(name, new ExternType.Instance(new InstanceType(items, Map.of())));
    }
}
