package dev.spinjvm.acceptance;

import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate.ContentDescriptorTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryClient;
import dev.spinjvm.oci.Descriptor;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A client of registries that has nothing in common with ours.
///
/// @param host of the registry, with its port
record JibClient(String host) {
    private RegistryClient open(String repository) {
        return RegistryClient.factory(EventHandlers.NONE, host, repository, new FailoverHttpClient(true, true, _ -> {}))
                .newRegistryClient();
    }

    /// Reads an artifact; blobs are compared with their digests.
    ///
    /// @return the digest of its manifest
    String verified(String repository, String tag) throws Exception {
        RegistryClient client = open(repository);
        ManifestAndDigest<OciManifestTemplate> pulled = client.pullManifest(tag, OciManifestTemplate.class);
        List<ContentDescriptorTemplate> blobs = new ArrayList<>(pulled.getManifest().getLayers());
        blobs.add(pulled.getManifest().getContainerConfiguration());
        for (ContentDescriptorTemplate blob : blobs) {
            client.pullBlob(blob.getDigest(), _ -> {}, _ -> {}).writeTo(OutputStream.nullOutputStream());
        }
        return pulled.getDigest().toString();
    }

    /// Stores one component as a package.
    ///
    /// @return the digest of its manifest
    String pushPackage(String repository, String tag, byte[] wasm) throws Exception {
        RegistryClient client = open(repository);
        byte[] config = "{\"architecture\":\"wasm\",\"os\":\"wasip2\"}".getBytes(StandardCharsets.UTF_8);
        for (byte[] content : List.of(wasm, config)) {
            client.pushBlob(DescriptorDigest.fromDigest(Descriptor.of("", content).digest().toString()), Blobs.from(out -> out.write(
                    content), true), null, _ -> {});
        }
        return client.pushManifest(new Package(describe("application/vnd.wasm.config.v0+json", config), List.of(describe("application/wasm",
                wasm))), tag).toString();
    }

    private static Map<String, Object> describe(String mediaType, byte[] content) {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        return Map.of("mediaType", mediaType, "digest", descriptor.digest().toString(), "size", descriptor.size());
    }

    /// The manifest of a package, which jib writes from its fields.
    @SuppressWarnings("UnusedVariable")
    private static final class Package implements ManifestTemplate {
        private final int schemaVersion = 2;
        private final String mediaType = "application/vnd.oci.image.manifest.v1+json";
        private final Map<String, Object> config;
        private final List<Map<String, Object>> layers;

        Package(Map<String, Object> config, List<Map<String, Object>> layers) {
            this.config = config;
            this.layers = layers;
        }

        @Override
        public int getSchemaVersion() {
            return schemaVersion;
        }

        @Override
        public String getManifestMediaType() {
            return mediaType;
        }
    }
}
