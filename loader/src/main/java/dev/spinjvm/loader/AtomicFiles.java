package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that appear complete or not at all.
public final class AtomicFiles {
    private AtomicFiles() {}

    /// Writes a file, and the folders above it.
    ///
    /// @throws LoadException if it cannot be written
    public static void write(Path file, byte[] content) {
        Path target = file.toAbsolutePath();
        Path parent = target.getParent();
        try {
            if (parent == null) {
                throw new IOException("not a file");
            }
            Files.createDirectories(parent);
            Path draft = Files.createTempFile(parent, "." + target.getFileName(), ".tmp");
            try {
                Files.write(draft, content);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to write '" + file + "'", e);
        }
    }
}
