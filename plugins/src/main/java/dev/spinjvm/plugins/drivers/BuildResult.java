package dev.spinjvm.plugins.drivers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a build driver says it built. Every component of the request must be among it, be there, and have the digest it says.
///
/// @param components in any order
public record BuildResult(List<Built> components) {
    /// One component.
    ///
    /// @param ok whether it was built
    /// @param artifact its Wasm file, where it says so: the one of the manifest, or one in the folder for output, from where it is put in
    ///     its place; relative to the folder of the manifest
    /// @param digest such as `sha256:…`, where it says so
    public record Built(String id, boolean ok, Optional<Path> artifact, Optional<String> digest) {
        /// The file that the manifest names.
        public static Built inPlace(String id) {
            return new Built(id, true, Optional.empty(), Optional.empty());
        }
    }

    /// All components of a request, each where the manifest says.
    public static BuildResult inPlace(BuildRequest request) {
        return new BuildResult(request.components().stream().map(component -> Built.inPlace(component.id())).toList());
    }
}
