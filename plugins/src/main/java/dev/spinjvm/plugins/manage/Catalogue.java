package dev.spinjvm.plugins.manage;

import java.nio.charset.StandardCharsets;
import dev.spinjvm.loader.Folders;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.archive.ArchiveLimits;
import dev.spinjvm.oci.archive.SafeTarReader;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.loader.versions.SemVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// This machine's copy of the catalogue of plugins: `manifests/NAME/NAME.json` is the latest version of a plugin, `NAME@VERSION.json` another.
///
/// Copies of several sources lie side by side, so that a change of the source loses nothing. Reading never needs the network.
public final class Catalogue {
    static final String MANIFESTS = "manifests";
    private static final String COPY = ".spin-plugins";
    private static final String LOCK = ".updatelock";
    private static final Pattern MANIFEST = Pattern.compile("(?:[^/]+/)?manifests/([^/]+/[^/]+\\.json)");
    private static final long MAX_ARCHIVE = 256L << 20;
    private static final ArchiveLimits LIMITS = new ArchiveLimits(100_000, ManifestFile.MAX_BYTES, 512L << 20, 200, 1_024, 16);

    private final Path store;
    private final Path root;
    private final CatalogueSource source;
    private final Downloads downloads;
    private final boolean offline;
    private final GitProgram git;

    /// @param store the folder of plugins
    /// @param environment that of this process, for the `git` program
    /// @param offline whether nothing may be fetched from other machines
    public Catalogue(Path store, CatalogueSource source, Downloads downloads, Map<String, String> environment, boolean offline) {
        this.store = store;
        this.source = source;
        this.offline = offline;
        this.downloads = downloads;
        this.git = new GitProgram(environment);
        this.root = switch (source) {
            case CatalogueSource.Folder(Path path) -> path;
            case CatalogueSource.Git _ when source.equals(CatalogueSource.STANDARD) -> store.resolve(COPY);
            case CatalogueSource.Git _,CatalogueSource.Archive _ -> store.resolve(COPY + "-" + Digest.ofSha256(source.toString().getBytes(
                    StandardCharsets.UTF_8)).hex().substring(0,
                            12));
        };
    }

    /// All manifests, sorted by plugin and file.
    public List<PluginManifest> manifests() {
        try (Stream<Path> folders = Files.list(root.resolve(MANIFESTS))) {
            return folders.filter(Files::isDirectory).sorted().flatMap(folder -> ManifestFile.readAll(folder).stream()).toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /// Those of one plugin.
    public List<PluginManifest> manifests(String name) {
        if (!PluginNames.isUsable(name)) {
            return List.of();
        }
        return ManifestFile.readAll(root.resolve(MANIFESTS).resolve(name)).stream().filter(manifest -> manifest.name().equals(name))
                .toList();
    }

    /// The manifest of a version, or of the latest one, with nothing asked of its compatibility. The copy is made if there is none.
    ///
    /// @throws PluginException.NotFound if the catalogue has no such plugin, or not in that version
    public PluginManifest exactly(ManifestLocation.InCatalogue wanted) {
        initialise();
        String name = wanted.name();
        SemVersion version = wanted.version();
        Path file = path(name, version);
        if (!PluginNames.isUsable(name)) {
            throw PluginStore.notFound(name, file, "it is no name of a plugin");
        }
        if (version != null && !Files.exists(file)) {
            // It may be the latest one, which need not have a file of its own.
            Path latest = path(name, null);
            Optional<PluginManifest> found = Files.exists(latest) ? Optional.of(ManifestFile.read(name, latest)) : Optional.empty();
            return found.filter(manifest -> manifest.semanticVersion().equals(Optional.of(version))).orElseThrow(
                    () -> PluginStore.notFound(name, file, "No such file or directory (os error 2)"));
        }
        return ManifestFile.read(name, file);
    }

    /// The latest version of a plugin, if this machine's copy has one.
    Optional<PluginManifest> latest(String name) {
        Path file = path(name, null);
        return PluginNames.isUsable(name) && Files.exists(file) ? Optional.of(ManifestFile.read(name, file)) : Optional.empty();
    }

    private Path path(String name, @Nullable SemVersion version) {
        return root.resolve(MANIFESTS).resolve(name).resolve(name + (version == null ? "" : "@" + version) + ".json");
    }

    /// Makes the copy if there is none.
    public void initialise() {
        if (isThere()) {
            return;
        }
        try (FileMutex _ = FileMutex.exclusive(store.resolve(LOCK))) {
            if (!isThere()) {
                fetch();
            }
        } catch (PluginException e) {
            throw new PluginException("failed to connect to endpoint " + source + ": " + e.getMessage(), e.getCause());
        }
    }

    private boolean isThere() {
        return Files.exists(root.resolve(".git")) || Files.isDirectory(root.resolve(MANIFESTS));
    }

    /// Makes the copy, or brings it up to date.
    ///
    /// @throws PluginException if that fails, or if another process is at it
    public void update() {
        if (source instanceof CatalogueSource.Folder) {
            return;
        }
        Optional<FileMutex> lock = FileMutex.tryExclusive(store.resolve(LOCK));
        try (FileMutex _ = lock.orElseThrow(() -> new PluginException("Another plugin update operation is already in progress"))) {
            fetch();
        }
    }

    private void fetch() {
        switch (source) {
            case CatalogueSource.Folder _ -> {
                // Used where it lies.
            }
            case CatalogueSource.Git(String url, String branch) -> fetchRepository(url, branch);
            case CatalogueSource.Archive(URI url, String sha256) -> fetchArchive(url, sha256);
        }
    }

    private void fetchRepository(String url, @Nullable String branch) {
        if (offline && !url.startsWith("file:")) {
            throw new PluginException("Spin is offline (--offline or SPIN_OFFLINE)");
        }
        if (Files.exists(root.resolve(".git"))) {
            git.pull(root);
            return;
        }
        if (isThere()) {
            throw new PluginException("The catalogue at " + root + " is no clone of a Git repository, and cannot be updated");
        }
        inStage(stage -> git.clone(url, branch, stage));
    }

    private void fetchArchive(URI url, @Nullable String sha256) {
        inStage(stage -> {
            Path archive = stage.resolve(".archive");
            copy(url, archive);
            if (sha256 != null && !Digest.ofFile(archive, Digest.Algorithm.SHA256).hex().equals(sha256)) {
                throw new PluginException("Checksum of the catalogue at " + url + " did not match");
            }
            try (InputStream in = Files.newInputStream(archive)) {
                SafeTarReader.read(in, LIMITS, (name, content) -> {
                    Matcher manifest = MANIFEST.matcher(name);
                    if (manifest.matches()) {
                        Path file = stage.resolve(MANIFESTS).resolve(manifest.group(1));
                        Files.createDirectories(file.resolveSibling(""));
                        Files.copy(content, file);
                    }
                });
            }
            Files.delete(archive);
            if (!Files.isDirectory(stage.resolve(MANIFESTS))) {
                throw new PluginException("The archive at " + url + " is no catalogue of plugins: it holds no manifests/NAME/NAME.json");
            }
        });
    }

    private void copy(URI url, Path file) throws IOException {
        if ("file".equals(url.getScheme())) {
            Path path = Path.of(url);
            if (!Files.isRegularFile(path)) {
                throw new PluginException("There is no catalogue at " + path);
            }
            Files.copy(path, file);
        } else {
            downloads.require(url, null, file, MAX_ARCHIVE);
        }
    }

    @FunctionalInterface
    private interface Fetch {
        void into(Path stage) throws IOException;
    }

    /// Fills a folder and makes it the copy; what goes wrong leaves the copy as it was.
    private void inStage(Fetch fetch) {
        Path stage = store.resolve(COPY + ".new-" + ProcessHandle.current().pid());
        Path old = store.resolve(COPY + ".old-" + ProcessHandle.current().pid());
        try {
            Folders.delete(stage);
            Files.createDirectories(stage);
            try {
                fetch.into(stage);
                if (Files.exists(root)) {
                    Files.move(root, old, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(stage, root, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Folders.delete(stage);
                Folders.delete(old);
            }
        } catch (IOException e) {
            throw new PluginException("Cannot fetch the catalogue from " + source, e);
        }
    }

    /// What a user reads of where the catalogue comes from.
    public String address() {
        return source.toString();
    }
}
