package dev.spinjvm.trigger.guests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.Dependency;
import dev.spinjvm.component.DependencyMatch;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.Linker;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.Engine;
import dev.spinjvm.host.capabilities.Capabilities;
import dev.spinjvm.loader.InheritConfiguration;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedDependency;

/// Loads components of a locked application with their dependencies. Each of them becomes part of the instances of its
/// component, and sees of the host what it inherits. Thread-safe.
public final class GuestLoader {
    private final Engine engine;
    private final List<HostInterface> interfaces;
    private final Linker host;

    /// @param interfaces what the host offers to components
    public GuestLoader(Engine engine, List<HostInterface> interfaces) {
        this.engine = engine;
        this.interfaces = List.copyOf(interfaces);
        this.host = linker(interfaces);
    }

    /// Loads and compiles a component and all its dependencies.
    ///
    /// @throws LinkException if the names of the dependencies do not fit
    /// @throws IllegalArgumentException if a dependency is no valid component
    public Guest load(LockedComponent locked) throws IOException, MalformedComponentException, InvalidComponentException, LinkException {
        Component component = Component.load(engine, SourceBytes.read(locked.source()));
        List<LockedDependency> dependencies = List.copyOf(locked.dependencies().values());
        List<String> names = List.copyOf(locked.dependencies().keySet());
        List<Component> loaded = new ArrayList<>();
        List<DependencyMatch.Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Component dependency = load("dependency '" + names.get(i) + "'", dependencies.get(i));
            loaded.add(dependency);
            candidates.add(new DependencyMatch.Candidate(names.get(i), dependencies.get(i).export(), dependency.exports()));
        }
        List<Map<String, String>> imports = DependencyMatch.match(locked.id(), component.imports(), candidates);
        List<Dependency> linked = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            linked.add(new Dependency(names.get(i), loaded.get(i), hostFor(dependencies.get(i).inherit()), imports.get(i), List.of()));
        }
        return new Guest(component, host, linked);
    }

    /// Loads and compiles a component that depends on nothing but the host.
    ///
    /// @param what what messages call it
    /// @throws IllegalArgumentException if it is no valid component
    public Component load(String what, LockedDependency dependency) throws IOException {
        try {
            return Component.load(engine, SourceBytes.read(dependency.source()));
        } catch (MalformedComponentException | InvalidComponentException | IllegalArgumentException e) {
            String file = dependency.source().content().file().map(path -> " from \"" + path + "\"").orElse("");
            throw new IllegalArgumentException(what + file + ": " + e.getMessage(), e);
        }
    }

    /// What a dependency is linked to.
    public Linker hostFor(InheritConfiguration inherited) {
        return switch (inherited) {
            case InheritConfiguration.All() -> host;
            case InheritConfiguration.Some _ -> linker(Capabilities.filter(interfaces, inherited));
        };
    }

    private static Linker linker(List<HostInterface> interfaces) {
        Linker linker = new Linker();
        interfaces.forEach(linker::define);
        return linker;
    }
}
