package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import dev.spinjvm.loader.ArtifactLayers.Assembled;
import dev.spinjvm.loader.ArtifactLayers.Layer;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.Transfers;
import org.jspecify.annotations.Nullable;

/// Stores an application in a repository: a plain image manifest, whose last layer is the locked application.
public final class ArtifactPush {
    private final Repository repository;
    private final int parallel;
    private final Progress progress;

    /// @param parallel how many layers are transferred at once
    public ArtifactPush(Repository repository, int parallel, Progress progress) {
        this.repository = repository;
        this.parallel = parallel;
        this.progress = progress;
    }

    /// @param archives store folders of assets as one layer each, even where single files would do
    /// @param annotations explicit ones, which win over those the application gives itself
    /// @param created the time to note
    /// @param mountFrom repositories of the same registry that may hold some layers already
    /// @param compose makes one component of a component, its dependencies and those of its trigger; `null` to store each of them
    public record Options(boolean archives, Map<String, String> annotations, Instant created, List<String> mountFrom,
            @Nullable Function<LockedComponent, byte[]> compose) {
        public Options {
            annotations = Map.copyOf(annotations);
            mountFrom = List.copyOf(mountFrom);
        }
    }

    /// Pushes.
    ///
    /// @param app as the loader made it, with its content in local files
    /// @param scratch an empty directory, which the caller removes
    /// @return the digest of the manifest
    public Digest push(LockedApp app, Repository.Selector selector, Path scratch, Options options) {
        Function<LockedComponent, byte[]> compose = options.compose();
        LockedApp whole = compose == null ? app : composed(app, compose, scratch);
        Assembled assembled = ArtifactLayers.assemble(whole, scratch, options.archives());
        try {
            List<Layer> layers = new ArrayList<>(assembled.layers());
            Layer lock = written(scratch.resolve("locked-app.json"), assembled.app().toCompactJson(), ArtifactTypes.LOCKED_APP);
            layers.add(lock);
            Layer config = written(scratch.resolve("config.json"), config(lock.descriptor()), MediaTypes.IMAGE_CONFIG);
            ImageManifest manifest = ImageManifest.of(config.descriptor(), layers.stream().map(Layer::descriptor).toList(),
                    ArtifactAnnotations.of(assembled.app(), options.annotations(), options.created()));
            layers.add(config);
            Transfers.run(parallel, layers.stream().map(layer -> transfer(layer, options.mountFrom())).toList());
            repository.store(manifest.raw(), selector);
            return manifest.raw().digest();
        } catch (IOException e) {
            throw LoadException.ofIo("could not assemble layers for locked application", e);
        }
    }

    private static LockedApp composed(LockedApp app, Function<LockedComponent, byte[]> compose, Path scratch) {
        List<LockedComponent> components = new ArrayList<>();
        for (LockedComponent component : app.components()) {
            if (component.dependencies().isEmpty() && component.triggerDependencies().isEmpty()) {
                components.add(component);
                continue;
            }
            byte[] whole = compose.apply(component);
            try {
                Path file = Files.write(Files.createTempFile(scratch, "composed", ".wasm"), whole);
                components.add(component.composed(new ComponentSource(component.source().contentType(), ContentRef.ofFile(file))));
            } catch (IOException e) {
                throw LoadException.ofIo("could not store the composed component `" + component.id() + "`", e);
            }
        }
        return app.with(app.metadata(), components);
    }

    private Runnable transfer(Layer layer, List<String> mountFrom) {
        Progress part = progress.part(layer.descriptor().digest().toString(), layer.descriptor().size());
        return () -> {
            if (!mountFrom.isEmpty() && !repository.has(layer.descriptor().digest())
                    && mountFrom.stream().anyMatch(from -> repository.mount(layer.descriptor(), from))) {
                part.finish();
                return;
            }
            repository.store(layer.descriptor(), layer.file(), part);
        };
    }

    private static Layer written(Path file, byte[] content, String mediaType) throws IOException {
        Files.write(file, content);
        return new Layer(Descriptor.of(mediaType, content), file);
    }

    /// A configuration as images have it, for registries and tools that look into it; the label makes it another one for each application.
    private static byte[] config(Descriptor lock) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architecture", "wasm");
        config.put("os", "Wasip1");
        config.put("config", Map.of("Labels", Map.of("com.fermyon.spin.lockedAppDigest", lock.digest().toString())));
        config.put("rootfs", new TreeMap<>(Map.of("type", "layers", "diff_ids", List.of())));
        return StrictJson.compact(config);
    }
}
