package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.FileMount;

/// Directories given to a component as they are (`--direct-mounts`).
final class DirectMounts {
    private DirectMounts() {}

    static void check(String id, Component component, Path appRoot, ManifestText text) {
        String context = "Failed to load component `" + id + "`: ";
        if (!component.excludeFiles().isEmpty()) {
            text.error(component.excludeFiles().getFirst().at(),
                    context + "Cannot load a component with `exclude_files` using --direct-mounts");
        }
        for (FileMount mount : component.files()) {
            String source = source(mount);
            Path path = appRoot.resolve(source).normalize();
            if (!Files.isDirectory(path)) {
                text.error(mount.at(), context + "Only directory mounts are supported with `--direct-mounts`; " + Quoted.of(source)
                        + " is not a directory.");
            } else if (!isInside(path, appRoot)) {
                text.error(mount.at(), context + source
                        + " cannot be mapped because it is outside the application directory. Files must be within the application directory.");
            }
        }
    }

    private static boolean isInside(Path path, Path appRoot) {
        try {
            return path.toRealPath().startsWith(appRoot.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    static List<ContentPath> lock(Component component, Path appRoot) {
        return component.files().stream().map(mount -> new ContentPath(ContentRef.ofFile(appRoot.resolve(source(mount))), guestPath(mount)))
                .toList();
    }

    private static String source(FileMount mount) {
        return switch (mount) {
            case FileMount.Pattern(String pattern, Position _) -> pattern;
            case FileMount.Placement(String source, String _, Position _) -> source;
        };
    }

    private static String guestPath(FileMount mount) {
        String path = switch (mount) {
            case FileMount.Pattern(String pattern, Position _) -> pattern;
            case FileMount.Placement(String _, String destination, Position _) -> destination;
        };
        return path.startsWith("/") ? path : "/" + path;
    }
}
