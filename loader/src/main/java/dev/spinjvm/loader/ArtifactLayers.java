package dev.spinjvm.loader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Transfers;
import dev.spinjvm.oci.archive.TarWriter;

/// The layers of an application: one for each Wasm file, and one for each asset or for each folder of assets.
final class ArtifactLayers {
    private static final int BUFFER = 128 << 10;
    private static final long LARGE = 1 << 20;
    private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm'};

    /// A layer and the file it is in.
    record Layer(Descriptor descriptor, Path file) {}

    /// @param app with digests in place of local files
    record Assembled(LockedApp app, List<Layer> layers) {}

    private final LockedApp app;
    private final Path scratch;
    private final boolean archives;
    private final Map<Digest, Layer> layers = new LinkedHashMap<>();

    private ArtifactLayers(LockedApp app, Path scratch, boolean archives) {
        this.app = app;
        this.scratch = scratch;
        this.archives = archives;
    }

    /// @param app whose content is in local files
    /// @param scratch an empty directory for archives
    /// @param archives whether folders are archived even where single files would do
    static Assembled assemble(LockedApp app, Path scratch, boolean archives) {
        Assembled assembled = new ArtifactLayers(app, scratch, archives).run();
        // One more layer will hold the locked application.
        return archives || assembled.layers.size() < ArtifactTypes.MAX_LAYERS
                ? assembled
                : new ArtifactLayers(app, scratch, true).run();
    }

    private Assembled run() {
        List<LockedComponent> components = new ArrayList<>();
        for (LockedComponent component : app.components()) {
            try {
                components.add(component(component));
            } catch (IOException e) {
                throw LoadException.ofIo("could not assemble layers for component `" + component.id() + "`", e);
            }
        }
        Map<String, Object> metadata = new TreeMap<>(app.metadata());
        metadata.remove("origin");
        return new Assembled(app.with(metadata, components), List.copyOf(layers.values()));
    }

    private LockedComponent component(LockedComponent component) throws IOException {
        ComponentSource source = wasm(component.source(), component);
        Map<String, LockedDependency> dependencies = new TreeMap<>();
        for (Map.Entry<String, LockedDependency> entry : component.dependencies().entrySet()) {
            dependencies.put(entry.getKey(), dependency(entry.getValue(), component));
        }
        Map<String, List<LockedDependency>> triggerDependencies = new TreeMap<>();
        for (Map.Entry<String, List<LockedDependency>> entry : component.triggerDependencies().entrySet()) {
            List<LockedDependency> ofRole = new ArrayList<>();
            for (LockedDependency dependency : entry.getValue()) {
                ofRole.add(dependency(dependency, component));
            }
            triggerDependencies.put(entry.getKey(), ofRole);
        }
        List<ContentPath> files = new ArrayList<>();
        for (ContentPath mount : component.files()) {
            files.addAll(mount(mount));
        }
        return component.with(source, files, dependencies, triggerDependencies);
    }

    private LockedDependency dependency(LockedDependency dependency, LockedComponent component) throws IOException {
        return new LockedDependency(wasm(dependency.source(), component), dependency.export(), dependency.inherit());
    }

    private ComponentSource wasm(ComponentSource source, LockedComponent component) throws IOException {
        Path file = source.content().requiredFile();
        byte[] start = new byte[WASM_MAGIC.length];
        try (InputStream in = Files.newInputStream(file)) {
            if (in.readNBytes(start, 0, start.length) < start.length || !Arrays.equals(start, WASM_MAGIC)) {
                throw new LoadException("The source of component `" + component.id() + "`, '" + file + "', is not a Wasm file");
            }
        }
        Descriptor layer = describe(file, ArtifactTypes.WASM_LAYER);
        layers.putIfAbsent(layer.digest(), new Layer(layer, file));
        return new ComponentSource(source.contentType(), reference(layer, file));
    }

    /// Every file of a mounted folder, by its path relative to the mount.
    private List<ContentPath> mount(ContentPath mount) throws IOException {
        SortedMap<String, Path> files = ComponentAssets.files(mount);
        Map<Path, Descriptor> described = describeAll(files.values());
        List<ContentPath> contents = new ArrayList<>();
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            Descriptor layer = Objects.requireNonNull(described.get(entry.getValue()));
            ContentRef content = reference(layer, entry.getValue());
            if (!archives && content.inlineBase64() == null) {
                layers.putIfAbsent(layer.digest(), new Layer(layer, entry.getValue()));
            }
            contents.add(new ContentPath(content, entry.getKey()));
        }
        if (archives && !files.isEmpty()) {
            archive(files);
        }
        return contents;
    }

    private void archive(SortedMap<String, Path> files) throws IOException {
        Path archive = Files.createTempFile(scratch, "files", ".tar.gz");
        try (OutputStream out = Files.newOutputStream(archive)) {
            TarWriter.write(files, out);
        }
        Descriptor layer = describe(archive, ArtifactTypes.ARCHIVE_LAYER);
        layers.putIfAbsent(layer.digest(), new Layer(layer, archive));
    }

    private static ContentRef reference(Descriptor layer, Path file) throws IOException {
        String inline = layer.size() <= ArtifactTypes.MAX_INLINE
                ? Base64.getEncoder().withoutPadding().encodeToString(Files.readAllBytes(file))
                : null;
        return new ContentRef(null, inline, layer.digest().toString());
    }

    /// Large files side by side; each has its own processor for as long as there are some.
    private static Map<Path, Descriptor> describeAll(Collection<Path> files) throws IOException {
        Map<Path, Descriptor> described = new ConcurrentHashMap<>();
        List<Path> large = new ArrayList<>();
        for (Path file : files) {
            if (Files.size(file) < LARGE) {
                described.put(file, describe(file, ArtifactTypes.DATA_LAYER));
            } else {
                large.add(file);
            }
        }
        Transfers.run(Runtime.getRuntime().availableProcessors(), large.stream().distinct().<Runnable>map(file -> () -> {
            try {
                described.put(file, describe(file, ArtifactTypes.DATA_LAYER));
            } catch (IOException e) {
                throw LoadException.ofIo("could not read '" + file + "'", e);
            }
        }).toList());
        return described;
    }

    static Descriptor describe(Path file, String mediaType) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.start();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                hash.update(buffer, 0, count);
                size += count;
            }
        }
        return new Descriptor(mediaType, new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(hash.digest())), size);
    }
}
