package dev.spinjvm.plugins.manage;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.json.JsonTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The folder of installed plugins, in the form that every Spin reads: `NAME/NAME` is a program, `manifests/NAME.json` what it said of itself.
public final class PluginStore {
    private static final String JSON = ".json";

    private final Path root;
    private final Platform platform;

    public PluginStore(Path root, Platform platform) {
        this.root = root;
        this.platform = platform;
    }

    public Path root() {
        return root;
    }

    Platform platform() {
        return platform;
    }

    Path folder(String name) {
        return root.resolve(name);
    }

    Path manifests() {
        return root.resolve(PluginNames.MANIFESTS);
    }

    Path manifest(String name) {
        return manifests().resolve(name + JSON);
    }

    /// The program of a plugin, whether it is there or not: `NAME`, or `spin-NAME` where only that is there.
    public Path program(String name) {
        Path plain = folder(name).resolve(platform.program(name));
        Path prefixed = folder(name).resolve(platform.program("spin-" + name));
        return !Files.exists(plain) && Files.exists(prefixed) ? prefixed : plain;
    }

    /// What an installed plugin says of itself.
    ///
    /// @throws PluginException.NotFound if it is not installed
    public PluginManifest installed(String name) {
        Path file = manifest(name);
        if (!PluginNames.isUsable(name)) {
            throw notFound(name, file, "it is no name of a plugin");
        }
        return ManifestFile.read(name, file);
    }

    /// The same, empty if it is not installed or cannot be read.
    public Optional<PluginManifest> find(String name) {
        try {
            return Optional.of(installed(name));
        } catch (PluginException _) {
            return Optional.empty();
        }
    }

    public boolean isInstalled(String name) {
        return installed().stream().anyMatch(manifest -> manifest.name().equals(name));
    }

    /// Those of all installed plugins that can be read, sorted by name.
    public List<PluginManifest> installed() {
        return ManifestFile.readAll(manifests());
    }

    /// The names of all that has a manifest here, sorted.
    List<String> names() {
        return ManifestFile.in(manifests()).stream().map(file -> file.getFileName().toString()).map(name -> name.substring(0, name.length()
                - JSON.length())).toList();
    }

    /// Plugins that somebody put here without a manifest: folders that hold a program of their name.
    public List<String> handPlaced() {
        Set<String> known = new TreeSet<>(names());
        try (Stream<Path> entries = Files.list(root)) {
            return entries.map(folder -> folder.getFileName().toString()).filter(name -> PluginNames.isUsable(name) && !known.contains(
                    name))
                    .filter(name -> Files.isExecutable(program(name)) && Files.isRegularFile(program(name))).sorted().toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /// @return whether it was installed
    public boolean uninstall(String name) {
        if (!PluginNames.isUsable(name) || !Files.exists(manifest(name), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Files.delete(manifest(name));
            Folders.delete(folder(name));
            return true;
        } catch (IOException e) {
            throw new PluginException("Failed to remove plugin '" + name + "'", e);
        }
    }

    static PluginException.NotFound notFound(String name, Path file, String reason) {
        return new PluginException.NotFound("plugin '" + name + "' not found at expected location " + file + ": " + reason);
    }

    static PluginException invalid(String name, Object place, JsonTextException problem) {
        return new PluginException("invalid manifest for plugin '" + name + "' at " + place + ": " + problem.getMessage());
    }
}
