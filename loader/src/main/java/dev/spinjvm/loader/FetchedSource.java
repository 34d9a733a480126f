package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Code that lay somewhere else, and what travels with it.
///
/// @param wasm the code; not to be changed
/// @param files guest path → local file; not to be changed
/// @param dependencies what the code was packaged with, by import
/// @param declared what the packaged component says of itself that does not travel: manifest key → names
public record FetchedSource(Path wasm, Map<String, Path> files, Map<String, LockedDependency> dependencies,
        Map<String, List<String>> declared) {
    public FetchedSource {
        files = LockedApp.sorted(files);
        dependencies = LockedApp.sorted(dependencies);
        declared = LockedApp.sorted(declared);
    }

    /// Code and nothing else.
    public static FetchedSource of(Path wasm) {
        return new FetchedSource(wasm, Map.of(), Map.of(), Map.of());
    }
}
