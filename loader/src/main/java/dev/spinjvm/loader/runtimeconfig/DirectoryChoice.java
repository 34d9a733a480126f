package dev.spinjvm.loader.runtimeconfig;

import java.nio.file.Path;

/// What the configuration says about a directory.
public sealed interface DirectoryChoice {
    /// Nothing: the usual one.
    record Usual() implements DirectoryChoice {}

    /// There is to be none.
    record None() implements DirectoryChoice {}

    /// This one.
    ///
    /// @param path absolute
    record At(Path path) implements DirectoryChoice {}
}
