package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where this user's caches are.
///
/// @param environment the environment variables
record Directories(Map<String, String> environment) {

    /// The folder the user named, else the usual one.
    Path orElse(@Nullable Path given) {
        return given != null ? given : DataDirectories.of(environment, System.getProperty("os.name", ""), null).cache();
    }
}
