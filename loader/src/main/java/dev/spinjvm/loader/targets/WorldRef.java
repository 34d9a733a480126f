package dev.spinjvm.loader.targets;

import java.nio.file.Path;

/// A world that an environment offers, and where its package lies.
public sealed interface WorldRef {
    /// The world.
    WorldName name();

    /// A package of a package registry.
    record Registry(String registry, WorldName name) implements WorldRef {}

    /// The package in a registry of images.
    record Image(String reference, WorldName name) implements WorldRef {}

    /// A folder of WIT texts.
    ///
    /// @param path where it is
    record Folder(Path path, WorldName name) implements WorldRef {}
}
