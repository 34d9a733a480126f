package dev.spinjvm.loader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Finds the manifest when the user did not say where it is.
public final class ManifestDiscovery {
    /// The name of a manifest.
    public static final String DEFAULT_FILE = "spin.toml";
    private static final int MAX_LEVELS = 19;

    private ManifestDiscovery() {}

    /// A manifest that was found.
    ///
    /// @param file relative to the current directory: `spin.toml`, `../spin.toml`, …
    /// @param levelsUp how many directories above the current one it is
    public record Found(Path file, int levelsUp) {
        /// What to tell the user if the manifest is not in the current directory.
        public Optional<String> notice() {
            if (levelsUp == 0) {
                return Optional.empty();
            }
            String relation = levelsUp == 1 ? "parent" : "great-".repeat(levelsUp - 2) + "grandparent";
            return Optional.of("No 'spin.toml' in current directory. Using 'spin.toml' from " + relation + " directory (" + file + ")");
        }
    }

    /// Looks in a directory, then in those above it, up to the root of a Git repository.
    public static Optional<Found> search(Path currentDirectory) {
        Path above = Path.of("");
        Path directory = currentDirectory.toAbsolutePath().normalize();
        for (int level = 0; level <= MAX_LEVELS && directory != null; level++) {
            if (Files.isRegularFile(directory.resolve(DEFAULT_FILE))) {
                return Optional.of(new Found(above.resolve(DEFAULT_FILE), level));
            }
            // The current directory may be the root of a repository inside of an application.
            if (level > 0 && Files.isDirectory(directory.resolve(".git"))) {
                return Optional.empty();
            }
            directory = directory.getParent();
            above = above.resolve("..");
        }
        return Optional.empty();
    }

    /// The manifest a user means.
    ///
    /// @param given a file or a directory that holds `spin.toml`; null for that of the current directory or of one above it
    /// @throws LoadException if there is none
    public static Found find(@Nullable String given, Path currentDirectory) {
        if (given != null) {
            return new Found(resolve(given, currentDirectory), 0);
        }
        return search(currentDirectory).orElseThrow(() -> new LoadException("\"" + DEFAULT_FILE + "\" not found"));
    }

    /// The file a path given by the user means.
    ///
    /// @throws LoadException if there is no such file, or a directory has no manifest
    public static Path resolve(String text, Path currentDirectory) {
        // Messages show the path as it was typed wherever that names the same file.
        boolean asTyped = currentDirectory.equals(Path.of("").toAbsolutePath());
        Path path = asTyped ? Path.of(text) : currentDirectory.resolve(text);
        if (Files.isRegularFile(path)) {
            return path;
        }
        if (Files.isDirectory(path)) {
            Path file = path.resolve(DEFAULT_FILE);
            if (Files.isRegularFile(file)) {
                return file;
            }
            throw new LoadException("Directory " + text + " does not contain a file named 'spin.toml'");
        }
        if (Files.exists(path)) {
            throw new LoadException("Path " + text + " is neither a file nor a directory");
        }
        throw new LoadException("No such file or directory '" + text + "'" + didYouMean(text, NearFiles.closest(path)));
    }

    private static String didYouMean(String text, @Nullable String near) {
        return near == null ? "" : "\nDid you mean '" + Path.of(text).resolveSibling(near) + "'?";
    }
}
