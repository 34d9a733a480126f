package dev.spinjvm.loader.runtimeconfig;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import dev.spinjvm.loader.ManifestText;
import dev.spinjvm.loader.TomlFields;
import dev.spinjvm.loader.TomlValue;

/// Paths of a runtime configuration, all of them relative to the directory it lies in.
///
/// @param directory where the file lies
/// @param current where the program was started; what is found only there was probably meant
record ConfigPaths(Path directory, Path current, ManifestText text) {
    Path resolve(String written, TomlValue at) {
        Path path;
        try {
            path = Path.of(written);
        } catch (InvalidPathException _) {
            at.error("this is not a path");
            return directory;
        }
        Path resolved = directory.resolve(path).normalize();
        Path elsewhere = current.resolve(path).toAbsolutePath().normalize();
        if (!resolved.equals(elsewhere) && !Files.exists(resolved) && Files.exists(elsewhere)) {
            text.warn(at.at(), "'" + written + "' is relative to the directory of this file: " + resolved,
                    "a file of that name is in the current directory; if that is meant, write " + elsewhere);
        }
        return resolved;
    }

    Optional<Path> optional(TomlFields fields, String key) {
        TomlValue value = fields.value(key);
        String written = value == null ? null : value.text();
        return value == null || written == null ? Optional.empty() : Optional.of(resolve(written, value));
    }
}
