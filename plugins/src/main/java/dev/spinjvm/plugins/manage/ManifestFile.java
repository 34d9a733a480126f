package dev.spinjvm.plugins.manage;

import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.json.JsonTextException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Manifests in files.
final class ManifestFile {
    /// Nobody describes a plugin at greater length.
    static final int MAX_BYTES = 1 << 20;

    private ManifestFile() {}

    /// @throws PluginException.NotFound if there is no such file
    static PluginManifest read(String name, Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new JsonTextException("it has more than " + MAX_BYTES + " bytes");
            }
            return ManifestJson.read(Files.readString(file));
        } catch (JsonTextException e) {
            throw PluginStore.invalid(name, file, e);
        } catch (IOException e) {
            throw PluginStore.notFound(name, file, reason(e));
        }
    }

    static String reason(IOException problem) {
        return switch (problem) {
            case NoSuchFileException _ -> "No such file or directory (os error 2)";
            case AccessDeniedException _ -> "Permission denied (os error 13)";
            default -> String.valueOf(problem.getMessage());
        };
    }

    /// All in a folder that can be read, sorted by the names of their files.
    static List<PluginManifest> readAll(Path folder) {
        List<PluginManifest> manifests = new ArrayList<>();
        for (Path file : in(folder)) {
            try {
                manifests.add(read("", file));
            } catch (PluginException _) {
                // One damaged file must not hide the others.
            }
        }
        return manifests;
    }

    /// The files that may be manifests, sorted by name.
    static List<Path> in(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(".json") && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
