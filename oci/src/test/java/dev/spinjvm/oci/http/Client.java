package dev.spinjvm.oci.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.Repository.Selector;
import java.util.Map;
import java.util.Optional;

/// The client under test, with pauses that are noted instead of waited.
final class Client implements AutoCloseable {
    static final Credential.Basic PASSWORD = new Credential.Basic("ann", "se:cret");

    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final HttpRegistry registry;

    Client(CredentialSource credentials, RegistryOptions options) {
        registry = HttpRegistry.create(options, credentials, InstantSource.system(), pauses::add);
    }

    static RegistryOptions options() {
        return RegistryOptions.standard().withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    static Client anonymous() {
        return new Client(CredentialSource.NONE, options());
    }

    static Client with(Credential credential) {
        return new Client((_, _) -> Optional.of(new CredentialSource.Found(credential, "the test")), options());
    }

    static Client trusting(Credential credential, String realm) {
        return new Client((_, _) -> Optional.of(new CredentialSource.Found(credential, "the test")),
                options().withTrustedRealms(Set.of(realm)));
    }

    Repository open(StubServer server) {
        return registry.open(Reference.parse(server.host() + "/team/app:v1"));
    }

    HttpRegistry registry() {
        return registry;
    }

    static Descriptor describe(byte[] content) {
        return Descriptor.of("application/wasm", content);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ImageManifest manifest(Descriptor... layers) {
        return ImageManifest.of(new Descriptor(MediaTypes.IMAGE_CONFIG, Digest.ofSha256(bytes("{}")), 2), List.of(layers),
                Map.of("org.opencontainers.image.title", "app"));
    }

    static Selector tag(String tag) {
        return new Selector.ByTag(tag);
    }

    static void fetch(Repository repository, Descriptor blob, Path file) {
        repository.fetch(blob, file, Progress.of("test"));
    }

    @Override
    public void close() {
        registry.close();
    }
}
