package dev.spinjvm.plugins.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageIndex;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.ManifestDocument;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.ReferenceException;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;

/// An image that others are put upon. It brings the C library that the Java runtime needs.
///
/// @param layers with their files
/// @param environment that it sets
public record BaseImage(List<PackedLayer> layers, Map<String, String> environment) {
    private static final String LINUX = "linux";
    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final int MAX_CONFIG = 4 << 20;

    public BaseImage {
        layers = List.copyOf(layers);
    }

    /// Fetches an image.
    ///
    /// @param architecture as registries name it
    /// @param folder keeps the layers
    /// @throws ImageException if there is none for Linux on this architecture
    public static BaseImage fetch(Repository repository, Selector selector, String architecture, Path folder, Progress progress) {
        String where = repository.name() + selector;
        ImageManifest manifest = manifest(repository, selector, architecture);
        try {
            Files.createDirectories(folder);
            Path file = fetch(repository, manifest.config(), folder, progress);
            Map<String, Object> config = Files.size(file) > MAX_CONFIG ? Map.of() : StrictJson.object(Files.readAllBytes(file));
            if (!architecture.equals(config.get("architecture")) || !LINUX.equals(config.get("os"))) {
                throw new ImageException("The base image " + where + " is for " + config.get("os") + "/" + config.get("architecture")
                        + ", and this Java runtime for " + LINUX + "/" + architecture);
            }
            List<Object> diffIds = StrictJson.list(StrictJson.map(config, "rootfs"), "diff_ids").stream().map(Object.class::cast).toList();
            if (diffIds.size() != manifest.layers().size()) {
                throw new ImageException("The base image " + where + " is invalid: it has " + manifest.layers().size() + " layers, and "
                        + diffIds.size() + " digests of them");
            }
            List<PackedLayer> layers = new ArrayList<>();
            for (int i = 0; i < diffIds.size(); i++) {
                Descriptor layer = manifest.layers().get(i);
                Path packed = fetch(repository, layer, folder, progress);
                layers.add(new PackedLayer(asOci(layer), Digest.parse(String.valueOf(diffIds.get(i))), packed));
            }
            return new BaseImage(layers, environment(config));
        } catch (JsonException | ReferenceException e) {
            throw new ImageException("The base image " + where + " is invalid", e);
        } catch (IOException e) {
            throw new ImageException("Cannot keep the base image " + where + " in '" + folder + "'", e);
        }
    }

    private static ImageManifest manifest(Repository repository, Selector selector, String architecture) {
        ManifestDocument document = repository.document(selector);
        if (document instanceof ImageIndex index) {
            Descriptor entry = index.manifests().stream().filter(one -> one.platform() != null && one.platform().os().equals(LINUX) && one
                    .platform().architecture().equals(architecture)).findFirst().orElseThrow(() -> new ImageException("The base image "
                            + repository.name() + selector + " is not there for " + LINUX + "/" + architecture + ", but for " + index
                                    .manifests().stream().map(one -> String.valueOf(one.platform())).collect(Collectors.joining(", "))));
            document = repository.document(new Selector.ByDigest(entry.digest()));
        }
        if (document instanceof ImageManifest manifest) {
            return manifest;
        }
        throw new ImageException(repository.name() + selector + " is no image");
    }

    /// Docker's name for the same form would not be understood in an OCI manifest.
    private static Descriptor asOci(Descriptor layer) {
        return layer.mediaType().equals(DOCKER_LAYER) ? new Descriptor(PackedLayer.MEDIA_TYPE, layer.digest(), layer.size()) : layer;
    }

    private static Path fetch(Repository repository, Descriptor blob, Path folder, Progress progress) throws IOException {
        Path file = folder.resolve(blob.digest().hex());
        if (!Files.isRegularFile(file)) {
            Path draft = AtomicFile.draft(file);
            try {
                repository.fetch(blob, draft, progress.part(blob.digest().toString(), blob.size()));
                AtomicFile.publish(draft, file);
            } finally {
                Files.deleteIfExists(draft);
            }
        }
        return file;
    }

    private static Map<String, String> environment(Map<String, Object> config) throws JsonException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Object line : StrictJson.list(StrictJson.map(config, "config"), "Env")) {
            String[] parts = String.valueOf(line).split("=", 2);
            environment.put(parts[0], parts.length < 2 ? "" : parts[1]);
        }
        return environment;
    }
}
