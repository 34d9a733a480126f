package dev.spinjvm.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A list of manifests, usually one for each platform (OCI image specification, image index).
public record ImageIndex(RawManifest raw, List<Descriptor> manifests, Map<String, String> annotations) implements ManifestDocument {
    private static final String WASM = "wasm";

    public ImageIndex {
        manifests = List.copyOf(manifests);
    }

    static ImageIndex of(List<Descriptor> manifests) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("schemaVersion", 2L);
        tree.put("mediaType", MediaTypes.IMAGE_INDEX);
        tree.put("manifests", manifests.stream().map(Descriptor::toTree).toList());
        return new ImageIndex(RawManifest.of(MediaTypes.IMAGE_INDEX, StrictJson.compact(tree)), manifests, Map.of());
    }

    /// The entry for Wasm, else the only one.
    ///
    /// @throws RegistryException if there are several and none is for Wasm
    Descriptor forWasm(String where) {
        return manifests.stream().filter(entry -> entry.platform() != null && entry.platform().architecture().equals(WASM)).findFirst()
                .orElseGet(() -> {
                    if (manifests.size() == 1) {
                        return manifests.getFirst();
                    }
                    String offered = manifests.stream().map(entry -> String.valueOf(entry.platform())).collect(Collectors.joining(", "));
                    throw new RegistryException.Malformed(where + " is a list of artifacts and none of them is for Wasm"
                            + (offered.isEmpty() ? "" : "; it offers " + offered));
                });
    }
}
