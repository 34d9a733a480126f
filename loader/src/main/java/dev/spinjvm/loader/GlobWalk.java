package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/// Finds the files that match a pattern below a directory.
///
/// Links to directories are followed, but not in circles.
final class GlobWalk {
    private static final String ANY_DIRECTORIES = "**";

    /// `null` stands for `**`.
    private final List<@Nullable GlobPattern> components;
    private final Path boundary;
    private final Set<Path> found = new TreeSet<>();
    private final Set<Path> entered = new HashSet<>();

    private GlobWalk(List<@Nullable GlobPattern> components, Path boundary) {
        this.components = components;
        this.boundary = boundary;
    }

    /// The regular files that match, sorted; each starts with `root`.
    ///
    /// @param pattern relative, components separated by `/`
    /// @param boundary the real path of the directory that links must not lead out of
    /// @throws LoadException if the pattern is malformed, a directory cannot be read or a link leads out
    static Set<Path> files(Path root, String pattern, Path boundary) {
        var components = new ArrayList<@Nullable GlobPattern>();
        // Reading the whole pattern first finds a `**` that is not alone in its component.
        GlobPattern.parse(pattern);
        for (String component : pattern.split("/")) {
            if (component.isEmpty() || component.equals(".")) {
                continue;
            }
            components.add(component.equals(ANY_DIRECTORIES) ? null : GlobPattern.parse(component));
        }
        var walk = new GlobWalk(components, boundary);
        walk.visit(root, 0);
        return walk.found;
    }

    private void visit(Path directory, int index) {
        if (index == components.size()) {
            return;
        }
        GlobPattern component = components.get(index);
        boolean last = index == components.size() - 1;
        if (component == null) {
            // `**` matches no directory at all, too.
            visit(directory, index + 1);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                boolean isDirectory = Files.isDirectory(entry);
                boolean matches = component == null || component.matches(String.valueOf(entry.getFileName()));
                if (!matches) {
                    continue;
                }
                if (isDirectory) {
                    descend(entry, component == null ? index : index + 1);
                } else if (last && component != null && Files.isRegularFile(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to read directory \"" + directory + "\"", e);
        }
    }

    private void descend(Path directory, int index) throws IOException {
        if (!Files.isSymbolicLink(directory)) {
            visit(directory, index);
            return;
        }
        Path real = directory.toRealPath();
        if (!real.startsWith(boundary)) {
            throw FilePlan.outside(directory + " (a link to " + real + ")");
        }
        // A link to a directory that is being visited leads nowhere new.
        if (directory.toAbsolutePath().normalize().startsWith(real) || !entered.add(real)) {
            return;
        }
        try {
            visit(directory, index);
        } finally {
            entered.remove(real);
        }
    }
}
