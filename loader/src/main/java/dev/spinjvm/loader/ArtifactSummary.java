package dev.spinjvm.loader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.cache.ContentKind;
import dev.spinjvm.oci.cache.RegistryCache;
import org.jspecify.annotations.Nullable;

/// What an artifact consists of, as far as its manifest and its locked application tell.
///
/// @param components of an application; a single component has the id of its only layer's digest
public record ArtifactSummary(String reference, Digest digest, Map<String, String> annotations, @Nullable String application,
        List<Component> components, List<Layer> layers) {
    private static final long MAX_LOCK = 16L << 20;

    /// @param digest of its Wasm
    /// @param files guest path by guest path, with digests
    public record Component(String id, Digest digest, Map<String, String> files, Set<String> dependencies) {}

    /// @param usedBy the components that need it
    public record Layer(Digest digest, String mediaType, long size, Set<String> usedBy) {}

    /// Asks a repository; fetches the locked application and nothing else.
    public static ArtifactSummary of(ArtifactName name, Repository repository, RegistryCache cache) {
        ImageManifest manifest = repository.manifest(name.selector());
        return switch (ArtifactContent.of(manifest, name.toString())) {
            case ArtifactContent.App(Descriptor lock) -> {
                if (lock.size() > MAX_LOCK) {
                    throw new LoadException("The locked application of '" + name + "' has " + lock.size() + " bytes");
                }
                try (FileMutex _ = cache.use()) {
                    cache.fetch(ContentKind.DATA, lock, repository, Progress.of("locked application"));
                    LockedApp app = new ArtifactPull(cache, PullPolicy.MISSING, 1).readLock(lock);
                    List<Component> components = app.components().stream().map(ArtifactSummary::component).toList();
                    yield new ArtifactSummary(name.toString(), manifest.raw().digest(), manifest.annotations(), app.name(), components,
                            layers(manifest, components));
                }
            }
            case ArtifactContent.Package(Descriptor wasm) -> {
                List<Component> components = List.of(new Component("-", wasm.digest(), Map.of(), Set.of()));
                yield new ArtifactSummary(name.toString(), manifest.raw().digest(), manifest.annotations(), null, components,
                        layers(manifest, components));
            }
        };
    }

    private static Component component(LockedComponent component) {
        Map<String, String> files = new TreeMap<>();
        component.files().forEach(file -> files.put(file.path(), Objects.requireNonNullElse(file.content().digest(), "inline")));
        return new Component(component.id(), component.source().content().requiredDigest(), files, component.dependencies().keySet());
    }

    private static List<Layer> layers(ImageManifest manifest, List<Component> components) {
        List<Layer> layers = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            Set<String> users = new TreeSet<>();
            for (Component component : components) {
                if (component.digest.equals(layer.digest()) || component.files.containsValue(layer.digest().toString())) {
                    users.add(component.id);
                }
            }
            layers.add(new Layer(layer.digest(), layer.mediaType(), layer.size(), users));
        }
        return layers;
    }

    /// One line for each thing.
    public String toText() {
        var text = new StringBuilder();
        text.append("Reference: ").append(reference).append("\nDigest:    ").append(digest).append('\n');
        text.append(application == null ? "Kind:      single Wasm component\n" : "Kind:      Spin application \"" + application + "\"\n");
        if (!annotations.isEmpty()) {
            text.append("\nAnnotations:\n");
            annotations.forEach((name, value) -> text.append("  ").append(name).append(": ").append(value).append('\n'));
        }
        text.append("\nComponents:\n");
        for (Component component : components) {
            text.append("  ").append(component.id).append("  ").append(component.digest).append('\n');
            component.dependencies.forEach(dependency -> text.append("    needs ").append(dependency).append('\n'));
            component.files.forEach((path, digest) -> text.append("    ").append(path).append("  ").append(digest).append('\n'));
        }
        text.append("\nLayers:\n");
        layers.forEach(layer -> text.append("  ").append(layer.digest).append("  ").append(layer.size).append(" bytes  ")
                .append(layer.mediaType).append('\n'));
        return text.toString();
    }

    /// The same as JSON.
    public String toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("reference", reference);
        tree.put("digest", digest.toString());
        if (application != null) {
            tree.put("application", application);
        }
        tree.put("annotations", annotations);
        tree.put("components", components.stream().map(component -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", component.id);
            fields.put("digest", component.digest.toString());
            fields.put("files", component.files);
            fields.put("dependencies", component.dependencies);
            return fields;
        }).toList());
        tree.put("layers", layers.stream().map(layer -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("digest", layer.digest.toString());
            fields.put("mediaType", layer.mediaType);
            fields.put("size", layer.size);
            fields.put("components", layer.usedBy);
            return fields;
        }).toList());
        return new String(StrictJson.indented(tree), StandardCharsets.UTF_8);
    }
}
