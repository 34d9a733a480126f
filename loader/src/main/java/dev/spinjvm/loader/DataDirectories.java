package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Where files that belong to no application are kept.
///
/// @param data plugins, templates
/// @param cache what can be fetched or computed again
/// @param config the user's settings
public record DataDirectories(Path data, Path cache, Path config) {
    private static final String SPIN = "spin";

    /// Computes the directories.
    ///
    /// @param environment the environment variables
    /// @param osName the name of the operating system as the JVM gives it
    /// @param executable this program, to recognise an installation by Homebrew
    /// @throws LoadException if neither a special nor a home directory is known
    public static DataDirectories of(Map<String, String> environment, String osName, @Nullable Path executable) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean mac = os.contains("mac");
        boolean windows = os.contains("windows");
        Path home = path(environment.get(windows ? "USERPROFILE" : "HOME"));
        Path localData;
        Path cache;
        Path config;
        if (windows) {
            localData = orBelow(environment.get("LOCALAPPDATA"), home, "AppData/Local");
            cache = localData;
            config = orBelow(environment.get("APPDATA"), home, "AppData/Roaming");
        } else if (mac) {
            localData = orBelow(null, home, "Library/Application Support");
            cache = orBelow(null, home, "Library/Caches");
            config = localData;
        } else {
            localData = orBelow(environment.get("XDG_DATA_HOME"), home, ".local/share");
            cache = orBelow(environment.get("XDG_CACHE_HOME"), home, ".cache");
            config = orBelow(environment.get("XDG_CONFIG_HOME"), home, ".config");
        }
        Path registryConfig = orBelow(environment.get("XDG_CONFIG_HOME"), home, ".config");
        return new DataDirectories(data(environment, executable, localData), cache.resolve(SPIN), windows ? config : registryConfig);
    }

    private static Path data(Map<String, String> environment, @Nullable Path executable, Path localData) {
        String given = environment.get("SPIN_DATA_DIR");
        if (given != null && !given.isEmpty()) {
            return Path.of(given);
        }
        String brew = environment.get("HOMEBREW_PREFIX");
        if (brew != null && !brew.isEmpty() && executable != null && executable.startsWith(brew)) {
            return Path.of(brew, "etc", "spinframework-spin");
        }
        return localData.resolve(SPIN);
    }

    /// The absolute path given by a variable, else a directory below the home directory.
    private static Path orBelow(@Nullable String given, @Nullable Path home, String below) {
        Path path = path(given);
        if (path != null && path.isAbsolute()) {
            return path;
        }
        if (home == null) {
            throw new LoadException("Unable to get local data directory or home directory");
        }
        return home.resolve(below);
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Path.of(text);
    }

    public Path plugins() {
        return data.resolve("plugins");
    }

    public Path templates() {
        return data.resolve("templates");
    }

    /// The registry cache is `registry` below this or below the directory given by `--cache-dir`.
    public Path registryCache() {
        return cache.resolve("registry");
    }

    /// Credentials for registries.
    public Path registryCredentials() {
        return config.resolve("fermyon").resolve("registry-auth.json");
    }

    /// Where an application keeps its state, given the directory of its manifest.
    public static Path state(Path appDirectory) {
        return appDirectory.resolve(".spin");
    }
}
