package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// What a file that configures the cache of compiled modules says. Of the keys that other programs know, two mean something here.
///
/// @param enabled whether modules are kept at all
/// @param directory where; `null` for the usual place
public record CompileCacheConfig(boolean enabled, @Nullable Path directory) {
    /// Reads a TOML file with a table `cache`.
    ///
    /// @throws LoadException if it cannot be read
    public static CompileCacheConfig read(Path file) {
        String failed = "Failed to read the cache configuration \"" + file + "\"";
        try {
            TomlParseResult toml = Toml.parse(Files.readString(file));
            if (toml.hasErrors()) {
                throw new LoadException(failed, new LoadException(String.valueOf(toml.errors().getFirst())));
            }
            TomlTable cache = toml.getTable("cache");
            if (cache == null) {
                return new CompileCacheConfig(true, null);
            }
            String directory = cache.getString("directory");
            Path parent = file.toAbsolutePath().getParent();
            return new CompileCacheConfig(cache.getBoolean("enabled", () -> true),
                    directory == null || parent == null ? null : parent.resolve(directory));
        } catch (IOException e) {
            throw LoadException.ofIo(failed, e);
        } catch (org.tomlj.TomlInvalidTypeException e) {
            throw new LoadException(failed, e);
        }
    }

    /// Where modules are kept; nowhere if they are not.
    public Optional<Path> directoryOr(Path usual) {
        return enabled ? Optional.of(directory == null ? usual : directory) : Optional.empty();
    }
}
