package dev.spinjvm.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.spinjvm.oci.StrictJson.JsonException;
import org.jspecify.annotations.Nullable;

/// A manifest or an index, with the bytes it was read from.
public sealed interface ManifestDocument permits ImageManifest, ImageIndex {
    /// The most layers or entries that are accepted. Registries stop at 500 or less.
    int MAX_ENTRIES = 2_000;

    RawManifest raw();

    Map<String, String> annotations();

    /// Reads a document.
    ///
    /// @param contentType the type under which it was delivered, `null` if nobody said
    /// @throws JsonException if it is no manifest, says different things of its type (CVE-2021-41190), or has too many entries
    static ManifestDocument read(byte[] bytes, @Nullable String contentType) throws JsonException {
        if (bytes.length > RawManifest.MAX_BYTES) {
            throw new JsonException("it has more than " + RawManifest.MAX_BYTES + " bytes");
        }
        Map<String, Object> tree = StrictJson.object(bytes);
        if (!Long.valueOf(2).equals(tree.get("schemaVersion"))) {
            throw new JsonException("its `schemaVersion` is not 2");
        }
        boolean index = tree.containsKey("manifests");
        if (index && (tree.containsKey("layers") || tree.containsKey("config"))) {
            throw new JsonException("it claims to be a manifest and an index at once");
        }
        String mediaType = mediaType(StrictJson.text(tree, "mediaType"), contentType, index);
        RawManifest raw = RawManifest.of(mediaType, bytes.clone());
        Map<String, String> annotations = Descriptor.annotations(tree);
        if (index) {
            return new ImageIndex(raw, descriptors(tree, "manifests"), annotations);
        }
        if (!(tree.get("config") instanceof Map<?, ?> config)) {
            throw new JsonException("it has no `config`");
        }
        return new ImageManifest(raw, Descriptor.read(config), descriptors(tree, "layers"), annotations);
    }

    private static String mediaType(@Nullable String inside, @Nullable String outside, boolean index) throws JsonException {
        String delivered = outside == null ? null : MediaTypes.essence(outside);
        // Servers that know nothing of manifests deliver any file under one of these.
        boolean vague = delivered == null || delivered.equals("application/json") || delivered.equals("application/octet-stream")
                || delivered.equals("text/plain");
        if (inside != null && !vague && !inside.equals(delivered)) {
            throw new JsonException("it calls itself `" + inside + "` but was delivered as `" + delivered + "`");
        }
        String usual = index ? MediaTypes.IMAGE_INDEX : MediaTypes.IMAGE_MANIFEST;
        String mediaType = inside != null ? inside : vague || delivered == null ? usual : delivered;
        if (index ? !MediaTypes.isIndex(mediaType) : !MediaTypes.isManifest(mediaType)) {
            throw new JsonException("its media type `" + mediaType + "` is not that of " + (index ? "an index" : "a manifest"));
        }
        return mediaType;
    }

    private static List<Descriptor> descriptors(Map<?, ?> tree, String name) throws JsonException {
        List<?> list = StrictJson.list(tree, name);
        if (list.size() > MAX_ENTRIES) {
            throw new JsonException("it has " + list.size() + " " + name + ", more than the " + MAX_ENTRIES + " that are accepted");
        }
        var descriptors = new ArrayList<Descriptor>(list.size());
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> descriptor)) {
                throw new JsonException("an entry of `" + name + "` is no descriptor");
            }
            descriptors.add(Descriptor.read(descriptor));
        }
        return descriptors;
    }
}
