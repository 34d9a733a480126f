package dev.spinjvm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The folder of one run: assets and `spin.lock`. A folder made here goes away with the run; one that the user named stays.
final class WorkingDirectory implements AutoCloseable {
    private final Path path;
    private final boolean temporary;

    private WorkingDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /// Makes the folder.
    ///
    /// @param given the user's choice; null for a temporary folder
    /// @throws CommandFailure if it cannot be made
    static WorkingDirectory open(@Nullable Path given, Map<String, String> environment) {
        try {
            if (given != null) {
                return new WorkingDirectory(Files.createDirectories(given).toRealPath(), false);
            }
            String parent = environment.get("TMPDIR");
            Path made = parent == null || parent.isEmpty()
                    ? Files.createTempDirectory("spinup-")
                    : Files.createTempDirectory(Path.of(parent), "spinup-");
            return new WorkingDirectory(made.toRealPath(), true);
        } catch (IOException e) {
            throw new CommandFailure("Could not create working directory" + (given == null ? "" : " '" + given + "'"), e);
        }
    }

    /// Takes a folder that goes away with the run.
    static WorkingDirectory temporary(Path folder) {
        return new WorkingDirectory(folder, true);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + path, e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            // Gone already: whoever closes twice, or beside another, finds less to do.
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
