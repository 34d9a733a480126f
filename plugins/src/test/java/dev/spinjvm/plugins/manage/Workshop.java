package dev.spinjvm.plugins.manage;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.json.JsonTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A folder with a store of plugins, a catalogue and whatever plugins are made of.
final class Workshop {
    static final Platform HERE = Platform.of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));

    final Path folder;
    final List<String> warnings = new ArrayList<>();
    private final String version;

    Workshop(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    Path store() {
        return folder.resolve("data/plugins");
    }

    PluginManager manager() {
        return manager(new CatalogueSource.Folder(folder.resolve("catalogue")));
    }

    PluginManager manager(CatalogueSource source) {
        SpinRelease spin = SpinRelease.of(version, "abc1234", "2026-03-31", "main", HERE, Path.of("/opt/spin/spin"));
        Downloads downloads = new HttpDownloads("test", Duration.ofSeconds(20), Connections.none());
        return new PluginManager(spin, new PluginStore(store(), HERE), new Catalogue(store(), source, downloads, System.getenv(), false),
                downloads,
                new Notices(true, false, warnings::add), Set.of("cache"));
    }

    /// The text of a manifest with one package, for this system.
    static String manifest(String name, String version, String compatibility, String url, String sha256) {
        String arch = HERE.arch().equals("x86_64") ? "amd64" : HERE.arch();
        return """
                {"name":"%s","description":"Does it.","homepage":"https://example.com","version":"%s","spinCompatibility":"%s","license":"MIT",
                "packages":[{"os":"%s","arch":"%s","url":"%s","sha256":"%s"}]}
                """
                .formatted(name, version, compatibility, HERE.os(), arch, url, sha256);
    }

    /// A manifest for an archive.
    PluginManifest packaged(String name, String version, Path archive) throws IOException {
        return read(manifest(name, version, ">=1.0", archive.toUri().toString(), Digest.ofFile(archive, Digest.Algorithm.SHA256).hex()));
    }

    PluginManifest packaged(String name, String version) throws IOException {
        return packaged(name, version, new Archive().program(name, "echo " + name + " " + version).file(name + ".license", "free").writeTo(
                folder
                        .resolve(name + "-" + version + ".tar.gz")));
    }

    static PluginManifest read(String text) throws JsonTextException {
        return ManifestJson.read(text);
    }

    /// Puts a manifest into the catalogue.
    void publish(PluginManifest manifest, boolean latest) throws IOException {
        Path place = Files.createDirectories(folder.resolve("catalogue/manifests").resolve(manifest.name()));
        String text = ManifestJson.write(manifest);
        Files.writeString(place.resolve(manifest.name() + "@" + manifest.version() + ".json"), text);
        if (latest) {
            Files.writeString(place.resolve(manifest.name() + ".json"), text);
        }
    }

    void install(PluginManifest manifest) {
        PluginManager manager = manager();
        ManifestLocation location = new ManifestLocation.InCatalogue(manifest.name(), null);
        manager.check(manifest, false, false);
        manager.install(manifest, manifest.packageFor(HERE), location, null);
    }

    /// All files below the store with their content and whether they can be run; locks are no content.
    Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        if (!Files.exists(store())) {
            return content;
        }
        try (Stream<Path> files = Files.walk(store())) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith("lock")).toList()) {
                content.put(store().relativize(file) + (Files.isExecutable(file) ? "*" : ""), Files.readString(file));
            }
        }
        return content;
    }
}
