package dev.spinjvm.trigger.guests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.Engine;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedDependency;

/// Compiles what an application is made of before it is started, so that its first start finds the code in the cache.
public final class Precompilation {
    private Precompilation() {}

    /// Compiles every component and every dependency into a folder of compiled modules. What the folder has is left as it is.
    ///
    /// @param app its sources are local files
    /// @param modules where `spin up` looks for compiled modules, made if missing
    /// @return how many components and dependencies were compiled or found
    /// @throws LoadException naming the first that cannot be compiled, and why
    public static int run(LockedApp app, Path modules) {
        try (Engine engine = Engine.builder().cacheDirectory(modules).progress(new CompilationLog()).build()) {
            int count = 0;
            for (LockedComponent component : app.components()) {
                List<LockedDependency> dependencies = new ArrayList<>(component.dependencies().values());
                component.triggerDependencies().values().forEach(dependencies::addAll);
                compile(engine, component.id(), component);
                for (LockedDependency dependency : dependencies) {
                    new GuestLoader(engine, List.of()).load("a dependency of component '" + component.id() + "'", dependency);
                }
                count += 1 + dependencies.size();
            }
            return count;
        } catch (IOException | IllegalArgumentException e) {
            throw new LoadException("Failed to compile: " + e.getMessage(), e);
        }
    }

    private static void compile(Engine engine, String id, LockedComponent component) throws IOException {
        try {
            Component.load(engine, SourceBytes.read(component.source()));
        } catch (MalformedComponentException | InvalidComponentException | IllegalArgumentException e) {
            throw new LoadException("Failed to compile component '" + id + "': " + e.getMessage(), e);
        }
    }
}
