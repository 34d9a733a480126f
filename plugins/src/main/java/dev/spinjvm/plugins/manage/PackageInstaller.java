package dev.spinjvm.plugins.manage;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.loader.process.AtExit;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.archive.ArchiveLimits;
import dev.spinjvm.oci.archive.SafeTarReader;
import dev.spinjvm.plugins.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts the program of a plugin into the store: fetched, compared with its digest, unpacked beside its place, and moved there as a whole.
/// What goes wrong on the way leaves the store as it was.
final class PackageInstaller {
    private static final String STAGE = ".installing-";
    private static final String OLD = ".replaced-";
    private static final String LOCK = ".installlock";
    private static final long MAX_PACKAGE = 2L << 30;
    private static final ArchiveLimits LIMITS = new ArchiveLimits(20_000, 2L << 30, 4L << 30, 200, 1_024, 32);

    private final PluginStore store;
    private final Downloads downloads;

    PackageInstaller(PluginStore store, Downloads downloads) {
        this.store = store;
        this.downloads = downloads;
    }

    /// Fills the new folder of a plugin.
    @FunctionalInterface
    private interface Content {
        void into(Path folder) throws IOException;
    }

    void install(PluginManifest manifest, PluginPackage item, InstallRecord record, @Nullable String authorization) {
        String name = manifest.name();
        try {
            Path scratch = Files.createTempDirectory("spin-plugin-");
            try (AtExit _ = AtExit.delete(scratch)) {
                Path archive = scratch.resolve("package.tar.gz");
                fetch(item.url(), authorization, archive);
                if (!Digest.ofFile(archive, Digest.Algorithm.SHA256).hex().equals(item.sha256())) {
                    throw new PluginException("Checksum did not match, aborting installation.");
                }
                place(manifest, record, folder -> unpack(archive, item.url(), folder));
            } finally {
                Folders.delete(scratch);
            }
        } catch (IOException e) {
            throw new PluginException("Failed to install plugin '" + name + "'", e);
        }
    }

    /// @param link whether to link the program instead of copying it
    void installProgram(PluginManifest manifest, Path program, boolean link) {
        String file = store.platform().program(manifest.name());
        place(manifest, new InstallRecord.Local(program.toString()), folder -> {
            Path target = folder.resolve(file);
            if (link) {
                Files.createSymbolicLink(target, program);
            } else {
                Files.copy(program, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        });
    }

    private void fetch(String address, @Nullable String authorization, Path archive) throws IOException {
        URI url;
        try {
            url = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new PluginException("'" + address + "' is no URL of a package", e);
        }
        switch (String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT)) {
            case "file" -> copy(url, archive);
            case "http", "https" -> download(url, authorization, archive);
            default -> throw new PluginException("The package of a plugin must be at a http, https or file URL, and '" + address
                    + "' is none");
        }
    }

    private static void copy(URI url, Path archive) throws IOException {
        Path path;
        try {
            path = Path.of(url);
        } catch (IllegalArgumentException _) {
            throw new PluginException("Invalid file URL: " + url);
        }
        if (!Files.isRegularFile(path)) {
            throw new PluginException("Package path " + path + " does not exist or is not a file");
        }
        Files.copy(path, archive);
    }

    private void download(URI url, @Nullable String authorization, Path archive) throws IOException {
        int status;
        try {
            status = downloads.fetch(url, authorization, archive, MAX_PACKAGE);
        } catch (IOException e) {
            throw new PluginException("Failed to download the package from " + url, e);
        }
        if (status == 404) {
            throw new PluginException("The download URL specified in the plugin manifest was not found (" + url
                    + " returned HTTP error 404). Please contact the plugin author.");
        }
        if (status / 100 != 2) {
            throw new PluginException("HTTP error " + HttpStatus.text(status) + " when downloading plugin from " + url);
        }
    }

    private static void unpack(Path archive, String origin, Path folder) {
        try (InputStream in = Files.newInputStream(archive)) {
            SafeTarReader.readWithModes(in, LIMITS, (path, mode, content) -> {
                Path file = folder.resolve(path);
                Files.createDirectories(file.resolveSibling(""));
                Files.copy(content, file);
                allow(file, mode);
            });
        } catch (IOException e) {
            throw new PluginException("Failed to untar " + origin, e);
        }
    }

    /// Permissions of a file, but always those of its owner to read, write and remove it.
    private static void allow(Path file, int mode) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & 0400 >> bit) != 0 && all[bit] != PosixFilePermission.GROUP_WRITE && all[bit] != PosixFilePermission.OTHERS_WRITE) {
                permissions.add(all[bit]);
            }
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    private void place(PluginManifest manifest, InstallRecord record, Content content) {
        String name = manifest.name();
        try {
            Files.createDirectories(store.root());
            Path stage = Files.createTempDirectory(store.root(), STAGE);
            try {
                content.into(stage);
                requireProgram(name, stage);
                record.writeTo(stage);
                if (Files.getFileStore(stage).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(stage, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
                            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE));
                }
                try (FileMutex _ = FileMutex.exclusive(store.root().resolve(LOCK))) {
                    publish(manifest, stage);
                }
            } finally {
                Folders.delete(stage);
            }
        } catch (IOException e) {
            throw new PluginException("Failed to install plugin '" + name + "'", e);
        }
    }

    private void requireProgram(String name, Path stage) throws IOException {
        Path program = stage.resolve(store.platform().program(name));
        if (!Files.isRegularFile(program)) {
            try (Stream<Path> files = Files.list(stage)) {
                List<String> found = files.map(file -> file.getFileName().toString()).sorted().limit(10).toList();
                throw new PluginException("The package does not contain the program of the plugin, '" + program.getFileName() + "', but "
                        + (found.isEmpty() ? "nothing" : String.join(", ", found)));
            }
        }
        if (!Files.isExecutable(program)) {
            program.toFile().setExecutable(true);
        }
    }

    /// The folder first: a manifest without a program would look like an installed plugin.
    private void publish(PluginManifest manifest, Path stage) throws IOException {
        Path folder = store.folder(manifest.name());
        Path old = store.root().resolve(OLD + manifest.name());
        Folders.delete(old);
        boolean replaced = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
        if (replaced) {
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(stage, folder, StandardCopyOption.ATOMIC_MOVE);
            writeManifest(manifest);
        } catch (IOException e) {
            Folders.delete(folder);
            if (replaced) {
                Files.move(old, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        Folders.delete(old);
    }

    private void writeManifest(PluginManifest manifest) throws IOException {
        Files.createDirectories(store.manifests());
        Path draft = Files.createTempFile(store.manifests(), ".", ".tmp");
        try {
            Files.writeString(draft, ManifestJson.write(manifest), StandardCharsets.UTF_8);
            Files.move(draft, store.manifest(manifest.name()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
