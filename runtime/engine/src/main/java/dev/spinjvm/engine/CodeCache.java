package dev.spinjvm.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// Compiled code on disk, shared by any number of processes.
///
/// An entry appears by one atomic move and is never changed, so a reader sees a whole entry or none. What is
/// damaged all the same is deleted and rebuilt. A cache that cannot be read or written is a cache miss:
/// compilation must not fail for want of disk.
final class CodeCache {

    private final Path directory;

    /// @param directory where this variant of compiled code lies
    CodeCache(Path directory) {
        this.directory = directory;
    }

    @Nullable
    CompiledCode get(String key) {
        Path file = file(key);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | OutOfMemoryError e) {
            return null;
        }
        CompiledCode code = CompiledCode.decode(bytes, key);
        if (code == null) {
            delete(file);
        }
        return code;
    }

    void put(String key, CompiledCode code) {
        Path temporary = null;
        try {
            Files.createDirectories(directory);
            temporary = Files.createTempFile(directory, key.substring(0, 16), ".tmp");
            Files.write(temporary, code.encode(key));
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
