package dev.spinjvm.plugins.images;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.tar.TarStreamBuilder;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.OciLayout;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.Transfers;

/// A container image that is complete on this machine.
///
/// Immutable; its layers lie in files, of which the application's is in the folder that the builder was given.
public final class AppImage {
    /// The port that the application listens on; an unprivileged one, since its user is none with privileges.
    public static final int PORT = 8080;
    /// The user and group that the application runs as.
    public static final String USER = "65532:65532";
    /// The folder of the application.
    public static final String APP = "/app";
    /// The folder in which the application keeps its state, below `.spin`.
    public static final String DATA = "/data";
    /// The folder in which compiled modules are kept.
    public static final String CACHE = "/var/cache/spin";

    private final List<PackedLayer> layers;
    private final byte[] config;
    private final ImageManifest manifest;
    private final List<String> command;

    AppImage(List<PackedLayer> layers, byte[] config, List<String> command) {
        this.layers = List.copyOf(layers);
        this.config = config.clone();
        this.command = List.copyOf(command);
        this.manifest = ImageManifest.of(Descriptor.of(MediaTypes.IMAGE_CONFIG, config), layers.stream().map(PackedLayer::descriptor)
                .toList(), Map.of());
    }

    /// The digest of the manifest, which registries know the image by. The same Java runtime, program and application give the same one.
    public Digest digest() {
        return manifest.raw().digest();
    }

    /// The digest of the configuration, which container engines know the image by.
    public Digest id() {
        return manifest.config().digest();
    }

    /// The program and its first arguments, which a container starts with; the application's arguments follow.
    public List<String> command() {
        return command;
    }

    /// The sizes of the layers in bytes, the lowest first.
    public List<Long> sizes() {
        return manifest.layers().stream().map(Descriptor::size).toList();
    }

    /// Stores the image in a repository, of which only what is missing there is transferred.
    ///
    /// @param parallel how many layers are transferred at once
    /// @return the digest of the manifest
    public Digest push(Repository repository, Selector selector, int parallel, Progress progress) {
        List<Runnable> transfers = new ArrayList<>();
        for (PackedLayer layer : layers) {
            Progress part = progress.part(layer.descriptor().digest().toString(), layer.descriptor().size());
            transfers.add(() -> repository.store(layer.descriptor(), layer.file(), part));
        }
        Path file;
        try {
            file = Files.write(Files.createTempFile("spin-image", ".json"), config);
        } catch (IOException e) {
            throw new ImageException("Cannot write the configuration of the image", e);
        }
        try {
            Progress part = progress.part(manifest.config().digest().toString(), config.length);
            transfers.add(() -> repository.store(manifest.config(), file, part));
            Transfers.run(parallel, transfers);
            repository.store(manifest.raw(), selector);
            return digest();
        } finally {
            deleteQuietly(file);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw LoadException.ofIo("Cannot remove '" + file + "'", e);
        }
    }

    /// Writes the image to a folder in the OCI layout.
    ///
    /// @param folder one in this layout, an empty one, or not there
    public void writeLayout(Path folder, String tag) {
        push(OciLayout.openOrCreate(folder), new Selector.ByTag(tag), 1, Progress.of("layout"));
    }

    /// Writes the image to a file that `podman load` and `docker load` read.
    ///
    /// @param name with a tag
    public void writeArchive(Path file, String name) {
        TarStreamBuilder archive = new TarStreamBuilder();
        List<String> names = new ArrayList<>();
        for (PackedLayer layer : layers) {
            String entry = layer.descriptor().digest().hex() + ".tar.gz";
            if (!names.contains(entry)) {
                archive.addBlobEntry(Blobs.from(layer.file()), layer.descriptor().size(), entry, Instant.EPOCH);
            }
            names.add(entry);
        }
        String configName = id().hex() + ".json";
        archive.addByteEntry(config, configName, Instant.EPOCH);
        Map<String, Object> image = new TreeMap<>(Map.of("Config", configName, "RepoTags", List.of(name), "Layers", names));
        byte[] object = StrictJson.compact(image);
        byte[] list = new byte[object.length + 2];
        list[0] = '[';
        System.arraycopy(object, 0, list, 1, object.length);
        list[list.length - 1] = ']';
        archive.addByteEntry(list, "manifest.json", Instant.EPOCH);
        try {
            Path draft = AtomicFile.draft(file);
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                    archive.writeAsTarArchiveTo(out);
                }
                AtomicFile.publish(draft, file);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new ImageException("Cannot write the image to '" + file + "'", e);
        }
    }
}
