package dev.spinjvm.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import dev.spinjvm.oci.StrictJson.JsonException;
import org.jspecify.annotations.Nullable;

/// What a manifest says of a piece of content (OCI image specification, descriptor).
///
/// Embedded `data` and foreign `urls` are not kept: content comes from the registry or not at all.
///
/// @param size in bytes
/// @param annotations sorted
/// @param platform in an index only
public record Descriptor(String mediaType, Digest digest, long size, Map<String, String> annotations, @Nullable Platform platform) {
    /// What an index says of the machine that an entry is for.
    public record Platform(String architecture, String os) {
        @Override
        public String toString() {
            return os + "/" + architecture;
        }
    }

    public Descriptor {
        if (size < 0) {
            throw new ReferenceException("the size of " + digest + " is negative");
        }
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    /// Content of a media type.
    public static Descriptor of(String mediaType, byte[] content) {
        return new Descriptor(mediaType, Digest.ofSha256(content), content.length);
    }

    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Map.of(), null);
    }

    static Descriptor read(Map<?, ?> tree) throws JsonException {
        String mediaType = StrictJson.text(tree, "mediaType");
        String digest = StrictJson.text(tree, "digest");
        if (mediaType == null || digest == null || !(tree.get("size") instanceof Long size)) {
            throw new JsonException("a descriptor needs `mediaType`, `digest` and `size`");
        }
        try {
            return new Descriptor(mediaType, Digest.parse(digest), size, annotations(tree), platform(tree));
        } catch (ReferenceException e) {
            throw new JsonException(String.valueOf(e.getMessage()));
        }
    }

    static Map<String, String> annotations(Map<?, ?> tree) throws JsonException {
        var annotations = new TreeMap<String, String>();
        for (Map.Entry<?, ?> entry : StrictJson.map(tree, "annotations").entrySet()) {
            if (!(entry.getValue() instanceof String value)) {
                throw new JsonException("an annotation is no string");
            }
            annotations.put(String.valueOf(entry.getKey()), value);
        }
        return annotations;
    }

    private static @Nullable Platform platform(Map<?, ?> tree) throws JsonException {
        Map<?, ?> platform = StrictJson.map(tree, "platform");
        String architecture = StrictJson.text(platform, "architecture");
        String os = StrictJson.text(platform, "os");
        return architecture == null || os == null ? null : new Platform(architecture, os);
    }

    Map<String, Object> toTree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("mediaType", mediaType);
        tree.put("digest", digest.toString());
        tree.put("size", size);
        if (platform != null) {
            tree.put("platform", Map.of("architecture", platform.architecture, "os", platform.os));
        }
        if (!annotations.isEmpty()) {
            tree.put("annotations", annotations);
        }
        return tree;
    }
}
