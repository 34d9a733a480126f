package dev.spinjvm.oci;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that appear complete or not at all.
public final class AtomicFile {
    private AtomicFile() {}

    /// Writes or replaces a file, whose directory exists. Only this user can read it.
    public static void write(Path file, byte[] content) throws IOException {
        Path draft = draft(file);
        try {
            Files.write(draft, content);
            publish(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// A new file beside `file`, to be filled and published. Only this user can read it.
    public static Path draft(Path file) throws IOException {
        return Files.createTempFile(file.toAbsolutePath().resolveSibling(""), ".", ".tmp");
    }

    /// Makes a draft the file: its bytes are on the disk before its name is.
    public static void publish(Path draft, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
