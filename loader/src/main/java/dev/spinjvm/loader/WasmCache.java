package dev.spinjvm.loader;

import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/// Wasm files kept by digest below `<root>/registry`.
///
/// @param root the cache directory of this program or the one given by the user
record WasmCache(Path root) {
    /// The file with the digest, or none. A digest that could name another place is never found.
    @Nullable
    Path find(String digest) {
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            return null;
        }
        for (String kind : new String[]{"wasm", "data"}) {
            Path file = root.resolve("registry").resolve(kind).resolve(digest);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }
}
