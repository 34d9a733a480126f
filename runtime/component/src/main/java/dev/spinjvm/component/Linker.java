package dev.spinjvm.component;

import dev.spinjvm.component.binary.Definition;
import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.binary.NearestName;
import dev.spinjvm.component.binary.Version;
import dev.spinjvm.component.plan.HostDefinitions;
import dev.spinjvm.component.plan.Linked;
import dev.spinjvm.component.plan.Planner;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.engine.CoreModule;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a host offers to components, by import name.
///
/// An imported interface is served by the definition of that very name or, failing that, by the newest definition with a
/// compatible version: the same major version, below 1.0 the same minor version, below 0.1 and for pre-releases no other
/// (Explainer.md, "Canonical Interface Name"). Such a definition may have more than the component asks for, not less.
///
/// Definitions are added by one thread; after that, [#prepare] may be called by several.
public final class Linker {
    private final Map<String, HostInterface> interfaces = new TreeMap<>();
    private final Map<String, HostInterface> compatible = new HashMap<>();
    private final Map<String, HostInterface.Definition> roots = new HashMap<>();
    private final Map<String, CoreModule> modules = new HashMap<>();

    /// Adds an interface.
    ///
    /// @throws IllegalArgumentException if one of that name is there
    public Linker define(HostInterface definition) {
        addOnce(interfaces, definition.name(), definition);
        compatible.merge(Names.linkKey(definition.name()), definition, Linker::newer);
        return this;
    }

    /// Adds a function that components import by itself, not as part of an interface.
    ///
    /// @throws IllegalArgumentException if something of that name is there
    public Linker function(String name, FuncType type, HostFunction body) {
        addOnce(roots, name, new HostInterface.Function(type, body));
        return this;
    }

    /// Adds a resource type that components import by itself, not as part of an interface.
    ///
    /// @throws IllegalArgumentException if something of that name is there
    public Linker resource(String name, ResourceType type, HostInterface.@Nullable Destructor destructor) {
        addOnce(roots, name, new HostInterface.Resource(type, destructor));
        return this;
    }

    /// Adds a core module that components import.
    ///
    /// @throws IllegalArgumentException if one of that name is there
    public Linker module(String name, CoreModule module) {
        addOnce(modules, name, module);
        return this;
    }

    private static <T> void addOnce(Map<String, T> definitions, String name, T definition) {
        if (definitions.putIfAbsent(name, definition) != null) {
            throw new IllegalArgumentException("'" + name + "' is defined twice");
        }
    }

    private static HostInterface newer(HostInterface a, HostInterface b) {
        Version left = Names.version(a.name());
        Version right = Names.version(b.name());
        return left == null || right == null || left.compareTo(right) >= 0 ? a : b;
    }

    /// Links a component to what is defined so far.
    ///
    /// @throws LinkException naming every import that is missing or has another type
    public PreparedComponent prepare(Component component) throws LinkException {
        return prepare(component, List.of());
    }

    /// Links a component to what is defined so far, and some of its imports to other components, which become part of each
    /// instance.
    ///
    /// An import is served by a dependency only if the export fits its type: functions of equal types, the same resource types
    /// where both use one of the host, and possibly more than is asked for.
    ///
    /// @throws LinkException naming every import that is missing or has another type
    public PreparedComponent prepare(Component component, List<Dependency> dependencies) throws LinkException {
        IdentityHashMap<Definition.CoreModuleDef, CoreModule> compiled = new IdentityHashMap<>();
        Linked root = linked("it", component, dependencies, compiled);
        return switch (new Planner(module -> Objects.requireNonNull(compiled.get(module))).plan(root)) {
            case Planner.Planned(var plan) -> new PreparedComponent(plan);
            case Planner.Refused(var problems) -> throw new LinkException(problems);
        };
    }

    private Linked linked(String name, Component component, List<Dependency> dependencies,
            IdentityHashMap<Definition.CoreModuleDef, CoreModule> compiled) {
        compiled.putAll(component.modules());
        Map<String, Linked.Argument> arguments = new LinkedHashMap<>();
        for (Dependency dependency : dependencies) {
            Linked inner = dependency.host().linked("its dependency '" + dependency.name() + "'", dependency.component(),
                    dependency.dependencies(), compiled);
            dependency.imports().forEach((importName, export) -> {
                if (arguments.put(importName, new Linked.Argument(dependency.name(), inner, export)) != null) {
                    throw new IllegalArgumentException("two dependencies serve the import '" + importName + "'");
                }
            });
        }
        return new Linked(name, component.binary(), new Definitions(), arguments);
    }

    private final class Definitions implements HostDefinitions {
        @Override
        public @Nullable HostInterface instance(String importName) {
            HostInterface exact = interfaces.get(importName);
            return exact != null ? exact : compatible.get(Names.linkKey(importName));
        }

        @Override
        public HostInterface.@Nullable Definition root(String importName) {
            return roots.get(importName);
        }

        @Override
        public @Nullable CoreModule module(String importName) {
            return modules.get(importName);
        }

        @Override
        public @Nullable String nearest(String importName) {
            return NearestName.of(importName, interfaces.keySet());
        }
    }
}
