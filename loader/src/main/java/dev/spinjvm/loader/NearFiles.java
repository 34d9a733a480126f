package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// Files with a name like one that does not exist.
public final class NearFiles {
    private NearFiles() {}

    /// The name of a file in the directory of `missing` that is nearly its name, or none.
    public static @Nullable String closest(Path missing) {
        Path directory = missing.toAbsolutePath().getParent();
        Path name = missing.getFileName();
        if (directory == null || name == null || !Files.isDirectory(directory)) {
            return null;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<String> names = entries.limit(10_000).map(entry -> String.valueOf(entry.getFileName())).toList();
            return NearNames.closest(name.toString(), names);
        } catch (IOException e) {
            return null;
        }
    }
}
