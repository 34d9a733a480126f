package dev.spinjvm.oci;

import java.util.Locale;

/// Media types of the OCI image specification, and those of Docker that mean the same.
public final class MediaTypes {
    public static final String IMAGE_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String IMAGE_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String IMAGE_CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

    private MediaTypes() {}

    /// What an `Accept` header names for manifests.
    public static String accepted() {
        return String.join(", ", IMAGE_MANIFEST, IMAGE_INDEX, DOCKER_MANIFEST, DOCKER_LIST);
    }

    static boolean isManifest(String mediaType) {
        return mediaType.equals(IMAGE_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
    }

    static boolean isIndex(String mediaType) {
        return mediaType.equals(IMAGE_INDEX) || mediaType.equals(DOCKER_LIST);
    }

    /// The type without parameters, in lower case.
    public static String essence(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}
