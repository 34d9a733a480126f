package dev.spinjvm.loader.build;

import java.util.List;

import dev.spinjvm.loader.build.BuildManifest.Part;

/// Who builds the components of an application.
public interface ComponentBuilder {
    /// Whether there is anything to do for a component.
    default boolean builds(BuildManifest manifest, Part part) {
        return part.buildable();
    }

    /// Whether all that happens is that somebody is told what would: then nothing that belongs to a build is done beside it.
    ///
    /// @param parts what is to be built
    default boolean isRehearsal(BuildManifest manifest, List<Part> parts) {
        return false;
    }

    /// Builds components.
    ///
    /// @param parts in this order; there may be some among them for which there is nothing to do
    /// @throws dev.spinjvm.loader.LoadException if one cannot be built
    /// @throws InterruptedException if this thread was interrupted; what ran then has ended
    void build(BuildManifest manifest, List<Part> parts) throws InterruptedException;
}
