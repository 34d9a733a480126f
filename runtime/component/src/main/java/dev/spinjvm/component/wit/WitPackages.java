package dev.spinjvm.component.wit;

import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.wit.WitSyntax.Interface;
import dev.spinjvm.component.wit.WitSyntax.Package;
import dev.spinjvm.component.wit.WitSyntax.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A set of WIT packages that may refer to each other. Interfaces are resolved when first asked for; asking again
/// gives the same object, so resource types keep their identity. Items behind `@unstable` are left out.
///
/// Not thread-safe; the interfaces it gives are immutable.
public final class WitPackages {
    private final Map<String, Interface> syntax = new LinkedHashMap<>();
    private final Map<String, World> worlds = new LinkedHashMap<>();
    private final Map<String, WitInterface> resolved = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    private WitPackages() {}

    /// Parses all files; nothing is resolved yet.
    ///
    /// @throws WitException at the first place that breaks the grammar
    public static WitPackages parse(List<WitSource> sources) {
        WitPackages packages = new WitPackages();
        Map<String, String> packageOfFolder = new HashMap<>();
        Map<WitSource, List<Package>> parsed = new LinkedHashMap<>();
        for (WitSource source : sources) {
            List<Package> parts = new WitParser(source).parse();
            parsed.put(source, parts);
            String name = parts.getFirst().name();
            if (name != null) {
                packageOfFolder.put(source.folder(), name);
            }
        }
        parsed.forEach((source, parts) -> {
            for (Package part : parts) {
                String owner = part.name() != null ? part.name() : packageOfFolder.get(source.folder());
                if (owner != null) {
                    part.interfaces().forEach((name, body) -> packages.syntax.put(qualify(owner, name), body));
                    part.worlds().forEach((name, body) -> packages.worlds.put(qualify(owner, name), body));
                } else if (!part.interfaces().isEmpty() || !part.worlds().isEmpty() || parts.size() == 1) {
                    throw new WitException(source.name(), 1, 1, "no file of this folder has a package clause");
                }
            }
        });
        return packages;
    }

    /// The names of all interfaces, in the order of the sources.
    public Set<String> interfaceNames() {
        return Set.copyOf(syntax.keySet());
    }

    /// The full names of all worlds (`wasi:http/proxy@0.2.12`), in the order of the sources.
    public List<String> worldNames() {
        return List.copyOf(worlds.keySet());
    }

    /// What a component of this world must export and may import at most, the interfaces that others imply included.
    ///
    /// @throws IllegalArgumentException if no source declares the world
    /// @throws WitException if it uses a name that does not exist
    public ComponentType worldNamed(String name) {
        World world = worlds.get(name);
        if (world == null) {
            throw new IllegalArgumentException("no WIT source declares the world '" + name + "'");
        }
        return new WitWorldResolver(this).resolve(name, world);
    }

    @Nullable
    World worldSyntax(String name) {
        return worlds.get(name);
    }

    @Nullable
    Interface interfaceSyntax(String name) {
        return syntax.get(name);
    }

    /// The interface of this full name (`wasi:io/streams@0.2.12`).
    ///
    /// @throws IllegalArgumentException if no source declares it
    /// @throws WitException if it uses a name that does not exist
    public WitInterface interfaceNamed(String name) {
        WitInterface known = resolved.get(name);
        if (known != null) {
            return known;
        }
        Interface body = syntax.get(name);
        if (body == null) {
            throw new IllegalArgumentException("no WIT source declares the interface '" + name + "'");
        }
        if (!underWay.add(name)) {
            throw body.position().error("interface '" + name + "' uses itself by way of others");
        }
        WitInterface fresh = new WitResolver(this::lookUp, name, body).resolve();
        underWay.remove(name);
        resolved.put(name, fresh);
        return fresh;
    }

    /// The interface that `path` means inside `from`, or null: a bare name is looked up in the package of `from`.
    @Nullable
    WitInterface lookUp(String from, String path) {
        String full = fullName(from, path);
        return syntax.containsKey(full) ? interfaceNamed(full) : null;
    }

    /// The full name of what `path` means inside `from`.
    static String fullName(String from, String path) {
        return path.indexOf(':') >= 0 ? path : qualify(packageOf(from), path);
    }

    private static String packageOf(String interfaceName) {
        int slash = interfaceName.indexOf('/');
        int at = interfaceName.indexOf('@');
        return interfaceName.substring(0, slash) + (at < 0 ? "" : interfaceName.substring(at));
    }

    private static String qualify(String packageName, String interfaceName) {
        int at = packageName.indexOf('@');
        return at < 0
                ? packageName + "/" + interfaceName
                : packageName.substring(0, at) + "/" + interfaceName + packageName.substring(at);
    }
}
