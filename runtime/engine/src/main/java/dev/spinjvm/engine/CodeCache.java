package dev.spinjvm.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Compiled modules on disk, shared by any number of processes.
///
/// An entry appears by one atomic move and is never changed, so a reader sees a whole entry or none, and may map it.
/// What is damaged all the same is deleted and rebuilt. A cache that cannot be read or written is a cache miss:
/// compilation must not fail for want of disk.
final class CodeCache {

    private final Path directory;

    /// @param directory where this variant of compiled code lies
    CodeCache(Path directory) {
        this.directory = directory;
    }

    @Nullable
    StoredModule get(String key) {
        Path file = file(key);
        ByteBuffer bytes;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException | OutOfMemoryError e) {
            return null;
        }
        StoredModule module = StoredModule.decode(bytes, key);
        if (module == null) {
            delete(file);
        }
        return module;
    }

    void put(String key, byte[] module) {
        Path temporary = null;
        try {
            Files.createDirectories(directory);
            temporary = Files.createTempFile(directory, key.substring(0, 16), ".tmp");
            Files.write(temporary, module);
            Files.move(temporary, file(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (temporary != null) {
                delete(temporary);
            }
        }
    }

    /// Removes an entry that turned out to be unusable.
    void remove(String key) {
        delete(file(key));
    }

    private Path file(String key) {
        return directory.resolve(key + ".code");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Another process may hold it open; the next writer replaces it.
        }
    }
}
