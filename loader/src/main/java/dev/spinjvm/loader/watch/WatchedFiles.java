package dev.spinjvm.loader.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.spinjvm.loader.Manifest.Build;
import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.FileMount;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.Position;
import org.jspecify.annotations.Nullable;

/// Which files an application is made of.
///
/// @param manifest its manifest
/// @param sources what it is built from, without the manifest
/// @param artifacts what it runs: Wasm files and assets
/// @param unwatched components that are built, of which nobody said from what
record WatchedFiles(Path manifest, List<WatchPattern> sources, List<WatchPattern> artifacts, List<String> unwatched) {

    /// As a manifest says it.
    ///
    /// @param manifest absolute
    /// @param assets whether a change of assets matters
    /// @throws dev.spinjvm.loader.LoadException if there is nothing to be read
    static WatchedFiles of(Path manifest, @Nullable String profile, boolean assets) {
        ManifestInspection inspection = ManifestInspection.of(manifest, profile);
        Path root = inspection.appRoot();
        var sources = new ArrayList<WatchPattern>();
        var artifacts = new ArrayList<WatchPattern>();
        var unwatched = new ArrayList<String>();
        inspection.manifest().components().forEach((id, component) -> {
            Build build = component.build();
            if (build != null && build.watch().isEmpty()) {
                unwatched.add(id);
            } else if (build != null) {
                Path folder = build.workdir() == null ? root : root.resolve(build.workdir()).normalize();
                build.watch().forEach(pattern -> sources.add(WatchPattern.of(folder, pattern)));
            }
            artifacts.addAll(artifacts(component, root, assets));
        });
        return new WatchedFiles(manifest, sources, artifacts, unwatched);
    }

    private static List<WatchPattern> artifacts(Component component, Path root, boolean assets) {
        var patterns = new ArrayList<WatchPattern>();
        if (component.source() instanceof Source.Local(String path, Position _)) {
            patterns.add(WatchPattern.of(root, path));
        }
        if (assets) {
            for (FileMount mount : component.files()) {
                patterns.add(WatchPattern.of(root, switch (mount) {
                    case FileMount.Pattern(String pattern, Position _) -> pattern;
                    case FileMount.Placement(String source, String _, Position _) -> source;
                }));
            }
        }
        return patterns;
    }
}
