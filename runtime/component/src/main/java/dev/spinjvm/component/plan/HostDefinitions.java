package dev.spinjvm.component.plan;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.engine.CoreModule;
import org.jspecify.annotations.Nullable;

/// What a host offers to the imports of components.
public interface HostDefinitions {

    /// The interface that serves an imported instance of that name, or null.
    @Nullable
    HostInterface instance(String importName);

    /// What is defined at the root under a plain name, or null.
    HostInterface.@Nullable Definition root(String importName);

    /// The core module under that name, or null.
    @Nullable
    CoreModule module(String importName);

    /// The name of the defined interface that comes nearest to one that is missing, or null if none is near.
    @Nullable
    String nearest(String importName);
}
