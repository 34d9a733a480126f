package dev.spinjvm.oci.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ManifestDocument;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RawManifest;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository;
import org.jspecify.annotations.Nullable;

/// Client of registries (OCI distribution specification 1.1).
///
/// Safe for use by several threads; closing breaks off what is under way. Credentials go to the registry they belong to and to token
/// servers that may see them, never to hosts that answers name.
public final class HttpRegistry implements AutoCloseable {
    private static final String DOCKER_HUB = "docker.io";
    private static final String DOCKER_HUB_API = "registry-1.docker.io";
    private static final int HTTP_PORT = 80;

    private final RegistryOptions options;
    private final CredentialSource credentials;
    private final Transport transport;
    private final InstantSource clock;
    private final Retry retry;
    private final Map<String, Origin> origins = new ConcurrentHashMap<>();

    private HttpRegistry(RegistryOptions options, CredentialSource credentials, InstantSource clock, Retry.Pause pause) {
        this.options = options;
        this.credentials = credentials;
        this.clock = clock;
        this.transport = new Transport(options);
        this.retry = new Retry(options, pause, clock);
    }

    /// @param credentials asked once for each repository that is opened
    /// @param clock for the life of tokens
    public static HttpRegistry create(RegistryOptions options, CredentialSource credentials, InstantSource clock) {
        return new HttpRegistry(options, credentials, clock, Thread::sleep);
    }

    /// As [#create], with other pauses between attempts.
    static HttpRegistry create(RegistryOptions options, CredentialSource credentials, InstantSource clock, Retry.Pause pause) {
        return new HttpRegistry(options, credentials, clock, pause);
    }

    /// The repository of a reference.
    public Repository open(Reference reference) {
        Origin origin = origin(reference.registry());
        CredentialSource.Found found = credentials.find(reference.registry(), reference.repository()).orElse(null);
        return new HttpRepository(reference.registry(), reference.repository(), session(origin, found, false));
    }

    /// Where a registry is: its scheme, host and port.
    public URI address(String registry) {
        return URI.create(origin(registry).toString());
    }

    /// Makes sure that a registry accepts a credential.
    ///
    /// @param registry host and port
    /// @param origin where the credential comes from, for messages
    /// @throws RegistryException.Unauthorized if it does not
    public void login(String registry, Credential credential, String origin) {
        new Ping(session(origin(registry), new CredentialSource.Found(credential, origin), true)).run();
    }

    private Session session(Origin origin, CredentialSource.@Nullable Found found, boolean strict) {
        var broker = new TokenBroker(transport, retry, clock);
        var authorizer = new Authorizer(origin, found, broker, new RealmPolicy(origin, options.trustedRealms()), strict, clock);
        return new Session(origin, transport, authorizer, retry);
    }

    private Origin origin(String registry) {
        return origins.computeIfAbsent(registry, name -> {
            String host = name.equals(DOCKER_HUB) ? DOCKER_HUB_API : name;
            if (options.plainHttp()) {
                return Origin.of(URI.create("http://" + host));
            }
            Origin encrypted = Origin.of(URI.create("https://" + host));
            if (!encrypted.isLoopback()) {
                return encrypted;
            }
            int named = URI.create("https://" + host).getPort();
            return SchemeProbe.choose(transport, new Origin("http", encrypted.host(), named < 0 ? HTTP_PORT : named));
        });
    }

    @Override
    public void close() {
        transport.close();
    }

    private record HttpRepository(String registry, String repository, Session session) implements Repository {
        @Override
        public String name() {
            return registry + "/" + repository;
        }

        @Override
        public ManifestDocument document(Selector selector) {
            return new ManifestGet(session, repository).run(selector);
        }

        @Override
        public boolean has(Digest blob) {
            return new BlobStat(session, repository).run(blob, false);
        }

        @Override
        public void fetch(Descriptor blob, Path file, Progress progress) {
            new BlobGet(session, repository).run(blob, file, progress);
        }

        @Override
        public boolean store(Descriptor blob, Path file, Progress progress) {
            if (new BlobStat(session, repository).run(blob.digest(), true)) {
                progress.finish();
                return false;
            }
            new BlobUpload(session, repository).run(blob, file, progress);
            return true;
        }

        @Override
        public boolean mount(Descriptor blob, String fromRepository) {
            return new BlobUpload(session, repository).mount(blob, fromRepository);
        }

        @Override
        public void store(RawManifest manifest, Selector selector) {
            new ManifestPut(session, repository).run(manifest, selector);
        }

        @Override
        public List<String> tags() {
            return new TagList(session, repository).run();
        }
    }
}
