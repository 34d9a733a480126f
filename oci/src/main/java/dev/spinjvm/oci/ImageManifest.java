package dev.spinjvm.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The manifest of one artifact (OCI image specification, image manifest).
public record ImageManifest(RawManifest raw, Descriptor config, List<Descriptor> layers,
        Map<String, String> annotations) implements ManifestDocument {
    public ImageManifest {
        layers = List.copyOf(layers);
    }

    /// A new manifest; equal content gives equal bytes.
    public static ImageManifest of(Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("schemaVersion", 2L);
        tree.put("mediaType", MediaTypes.IMAGE_MANIFEST);
        tree.put("config", config.toTree());
        tree.put("layers", layers.stream().map(Descriptor::toTree).toList());
        if (!annotations.isEmpty()) {
            tree.put("annotations", new TreeMap<>(annotations));
        }
        return new ImageManifest(RawManifest.of(MediaTypes.IMAGE_MANIFEST, StrictJson.compact(tree)), config, layers, annotations);
    }
}
