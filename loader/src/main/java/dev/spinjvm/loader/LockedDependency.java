package dev.spinjvm.loader;

import org.jspecify.annotations.Nullable;

/// A component that satisfies imports of another.
///
/// @param export the export to use, when it is not the one the import names
/// @param inherit which configuration of the parent it may use
public record LockedDependency(ComponentSource source, @Nullable String export, InheritConfiguration inherit) {}
