package dev.spinjvm.loader.sources;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.spinjvm.loader.ArtifactModule;
import dev.spinjvm.loader.ArtifactParts;
import dev.spinjvm.loader.ArtifactPull;
import dev.spinjvm.loader.FetchedSource;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.PullPolicy;
import dev.spinjvm.loader.RemoteSource;
import dev.spinjvm.loader.SourceFetcher;
import dev.spinjvm.loader.targets.Documents;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.OciLayout;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.cache.ContentKind;
import dev.spinjvm.oci.cache.RegistryCache;
import dev.spinjvm.oci.http.RegistryOptions;

/// Gets the code of components from web servers and registries into the cache.
///
/// Safe for use by several threads; closing breaks off what is under way.
public final class RemoteSources implements SourceFetcher, Documents, AutoCloseable {
    /// The most bytes of one component.
    static final long MAX_BYTES = 1L << 30;
    private static final String NOT_HERE = "it is not in the cache, and nothing is to be fetched (--offline or --pull never)";
    private static final String CONFIGURATION = "wasm-pkg/config.toml";

    private final RegistryCache cache;
    private final PullPolicy policy;
    private final Progress progress;
    private final Remotes remotes;
    private final PackageFetch packages;
    private final ArtifactPull pull;
    private final Parcels parcels;

    private RemoteSources(RegistryCache cache, PullPolicy policy, Progress progress, Remotes remotes,
            Supplier<PackageRegistries> registries, int parallel, Parcels parcels) {
        this.cache = cache;
        this.policy = policy;
        this.progress = progress;
        this.remotes = remotes;
        this.packages = new PackageFetch(cache, policy, registries, remotes, progress);
        this.pull = new ArtifactPull(cache, policy, parallel);
        this.parcels = parcels;
    }

    /// @param policy whether servers are asked
    /// @param credentials for registries; those that the configuration of package registries holds come first
    /// @param configuration the folder of the user's configuration files
    /// @param parcels where bindles are read from
    public static RemoteSources create(RegistryCache cache, PullPolicy policy, RegistryOptions options, CredentialSource credentials,
            Path configuration, Map<String, String> environment, InstantSource clock, Progress progress,
            Parcels parcels) {
        var registries = new Once<>(() -> PackageRegistries.read(configuration.resolve(CONFIGURATION)));
        var remotes = new Remotes(options, Remotes.credentials(registries, environment, credentials), clock);
        return new RemoteSources(cache, policy, progress, remotes, registries, options.parallel(), parcels);
    }

    @Override
    public FetchedSource fetch(RemoteSource source) {
        try (FileMutex _ = cache.use()) {
            return switch (source) {
                case RemoteSource.Url(URI uri, Digest digest) -> FetchedSource.of(download(uri, digest));
                case RemoteSource.Package wanted -> FetchedSource.of(packages.fetch(wanted));
                case RemoteSource.Image(ArtifactName name) -> FetchedSource.of(image(name));
                case RemoteSource.Module(ArtifactName name, Digest digest) -> FetchedSource.of(new ArtifactModule(name, cache, pull).fetch(
                        digest, () -> repository(name), progress));
                case RemoteSource.Parcel parcel -> FetchedSource.of(parcel(parcel));
                case RemoteSource.Component(ArtifactName name, String id) -> parts(name).component(id);
            };
        }
    }

    private Path download(URI uri, Digest digest) {
        Optional<Path> known = cache.find(digest);
        if (known.isEmpty() && policy == PullPolicy.NEVER) {
            throw new LoadException(NOT_HERE);
        }
        Path file = known.orElseGet(() -> cache.fetch(ContentKind.WASM, uri, digest, MAX_BYTES, remotes.downloads(), progress.part(uri
                .getPath(), 0)));
        cache.remember(named(uri), digest);
        return file;
    }

    private Path image(ArtifactName name) {
        String remembered = "image " + name;
        Optional<Path> known = policy == PullPolicy.ALWAYS ? Optional.empty() : cache.remembered(remembered).flatMap(cache::find);
        if (known.isPresent()) {
            return known.get();
        }
        if (policy == PullPolicy.NEVER) {
            throw new LoadException(NOT_HERE);
        }
        Repository repository = repository(name);
        Descriptor layer = repository.manifest(name.selector()).layers().stream().findFirst().orElseThrow(() -> new LoadException(
                "No layers found in " + name));
        Path file = cache.fetch(ContentKind.WASM, layer, repository, progress.part(name.toString(), layer.size()));
        cache.remember(remembered, layer.digest());
        return file;
    }

    /// Once it is known that a bindle has the parcel, nothing is asked again: bindles never change.
    private Path parcel(RemoteSource.Parcel wanted) {
        String note = "parcel of " + wanted.bindle() + " " + wanted.parcel();
        Optional<Path> known = cache.remembered(note).filter(wanted.parcel()::equals).flatMap(cache::find);
        if (known.isPresent()) {
            return known.get();
        }
        if (policy == PullPolicy.NEVER) {
            throw new LoadException(NOT_HERE);
        }
        parcels.fetch(wanted, (bytes, size) -> cache.put(ContentKind.WASM, wanted.parcel(), bytes, Math.min(size, MAX_BYTES)));
        Path file = cache.find(wanted.parcel()).orElseThrow(() -> new LoadException(wanted.parcel() + " vanished from the cache"));
        cache.remember(note, wanted.parcel());
        return file;
    }

    @Override
    public Optional<byte[]> document(URI uri, int limit) {
        if (policy == PullPolicy.NEVER) {
            throw new LoadException(uri + " cannot be read, because nothing is to be fetched (--offline or --pull never)");
        }
        return remotes.downloads().document(uri, limit);
    }

    /// Without the query, which may hold secrets.
    private static String named(URI uri) {
        return "download " + uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
    }

    private ArtifactParts parts(ArtifactName name) {
        return ArtifactParts.of(name, cache, pull, () -> repository(name), progress);
    }

    private Repository repository(ArtifactName name) {
        return switch (name) {
            case ArtifactName.Remote(Reference reference) -> remotes.registry().open(reference);
            case ArtifactName.Layout(Path directory, Repository.Selector _) -> OciLayout.open(directory);
        };
    }

    @Override
    public void close() {
        remotes.close();
    }
}
