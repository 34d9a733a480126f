package dev.spinjvm.loader.sources;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.PackageName;
import dev.spinjvm.loader.PullPolicy;
import dev.spinjvm.loader.RemoteSource;
import dev.spinjvm.loader.versions.SemVersion;
import dev.spinjvm.loader.versions.VersionRequirement;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.ReferenceException;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;
import dev.spinjvm.oci.cache.ContentKind;
import dev.spinjvm.oci.cache.RegistryCache;

/// Gets packages: which registry has them, which version will do, and which content that is.
///
/// A version that was fetched once is taken from the cache from then on, because a published version does not change; a requirement that
/// several versions meet is looked up anew, unless nothing is to be asked.
final class PackageFetch {
    private static final String WASM_CONFIG = "application/vnd.wasm.config.v0+json";
    private static final String WASM_LAYER = "application/wasm";
    private static final String NAMES = "package ";
    private static final int MAX_METADATA = 1 << 20;
    private static final int SHOWN_VERSIONS = 20;

    private final RegistryCache cache;
    private final PullPolicy policy;
    private final Supplier<PackageRegistries> registries;
    private final Remotes remotes;
    private final Progress progress;
    private final Map<String, RegistryMetadata> metadata = new ConcurrentHashMap<>();

    PackageFetch(RegistryCache cache, PullPolicy policy, Supplier<PackageRegistries> registries, Remotes remotes, Progress progress) {
        this.cache = cache;
        this.policy = policy;
        this.registries = registries;
        this.remotes = remotes;
        this.progress = progress;
    }

    /// The code of the highest version that will do.
    Path fetch(RemoteSource.Package wanted) {
        PackageName name = wanted.name();
        PackageRegistries configured = registries.get();
        PackageRegistries.Mapping mapping = wanted.registry() == null
                ? configured.find(name).orElseThrow(() -> new LoadException("No default registry specified for wasm-pkg-loader."
                        + " Create a default config, or set `registry` for package \"" + name + "\""))
                : configured.named(wanted.registry(), name);
        Optional<Path> known = known(mapping.registry(), wanted);
        if (known.isPresent()) {
            return known.get();
        }
        if (policy == PullPolicy.NEVER) {
            throw new LoadException("no version of " + name + " that is " + wanted.version()
                    + " is in the cache, and nothing is to be fetched (--offline or --pull never)");
        }
        PackageRegistries.Settings settings = configured.settings(mapping.registry());
        if ("local".equals(settings.protocol())) {
            return local(settings, wanted, mapping.registry());
        }
        RegistryMetadata said = mapping.metadata() == null ? metadata(mapping.registry(), settings) : mapping.metadata();
        String protocol = settings.protocol() == null ? said.protocol() : settings.protocol();
        if (protocol != null && !protocol.equals("oci")) {
            throw new LoadException("the registry " + mapping.registry() + " wants the protocol `" + protocol
                    + "`, which is not supported; `oci` is");
        }
        return oci(mapping.registry(), settings, said, wanted);
    }

    /// What is here already and will do without a question.
    private Optional<Path> known(String registry, RemoteSource.Package wanted) {
        Optional<SemVersion> only = wanted.version().only();
        boolean ask = policy == PullPolicy.ALWAYS && only.isEmpty();
        if (ask) {
            return Optional.empty();
        }
        String prefix = remembered(registry, wanted.name(), "");
        List<SemVersion> here = new ArrayList<>();
        for (String known : cache.rememberedNames(prefix)) {
            SemVersion.parse(known.substring(prefix.length())).filter(version -> content(known).isPresent()).ifPresent(here::add);
        }
        return wanted.version().highest(here).flatMap(version -> content(prefix + version));
    }

    private Optional<Path> content(String name) {
        return cache.remembered(name).flatMap(cache::find);
    }

    private static String remembered(String registry, PackageName name, String version) {
        return NAMES + registry + " " + name + "@" + version;
    }

    private Path local(PackageRegistries.Settings settings, RemoteSource.Package wanted, String registry) {
        if (settings.root() == null) {
            throw new LoadException("the local registry " + registry + " has no `root` in the configuration of package registries");
        }
        Path folder = settings.root().resolve(wanted.name().namespace()).resolve(wanted.name().name());
        List<SemVersion> versions = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> String.valueOf(file.getFileName())).filter(file -> file.endsWith(".wasm"))
                        .forEach(file -> SemVersion.parse(file.substring(0, file.length() - ".wasm".length())).ifPresent(versions::add));
            } catch (IOException e) {
                throw new LoadException("cannot read '" + folder + "'", e);
            }
        }
        SemVersion version = choose(wanted, versions, "'" + folder + "'");
        try (InputStream in = Files.newInputStream(folder.resolve(version + ".wasm"))) {
            Digest digest = cache.put(ContentKind.WASM, in, RemoteSources.MAX_BYTES);
            return cache.find(digest).orElseThrow(() -> new LoadException(digest + " vanished from the cache"));
        } catch (IOException e) {
            throw new LoadException("cannot read version " + version + " in '" + folder + "'", e);
        }
    }

    private static SemVersion choose(RemoteSource.Package wanted, List<SemVersion> versions, String where) {
        VersionRequirement requirement = wanted.version();
        return requirement.highest(versions).orElseThrow(() -> {
            String known = versions.stream().sorted((one, other) -> other.compareTo(one)).limit(SHOWN_VERSIONS).map(SemVersion::toString)
                    .collect(Collectors.joining(", "));
            return new LoadException("No matching version found for " + wanted.name() + " " + requirement + " in " + where + (known
                    .isEmpty()
                            ? ", which has none at all"
                            : ". There are: " + known));
        });
    }

    /// Asks the registry once; one that says nothing keeps its packages itself.
    private RegistryMetadata metadata(String registry, PackageRegistries.Settings settings) {
        return metadata.computeIfAbsent(registry, _ -> {
            try {
                URI uri = URI.create(remotes.registry(settings).address(registry) + RegistryMetadata.PATH);
                Optional<byte[]> document = remotes.downloads().document(uri, MAX_METADATA);
                return document.isPresent() ? RegistryMetadata.of(StrictJson.object(document.get())) : RegistryMetadata.none();
            } catch (JsonException | RegistryException _) {
                // A host that only knows the protocol of registries may answer anything.
                return RegistryMetadata.none();
            }
        });
    }

    private Path oci(String registry, PackageRegistries.Settings settings, RegistryMetadata said, RemoteSource.Package wanted) {
        String host = said.ociRegistry() == null ? registry : said.ociRegistry();
        Reference reference = reference(host + "/" + said.ociPrefix() + wanted.name().namespace() + "/" + wanted.name().name());
        Repository repository = remotes.registry(settings).open(reference);
        SemVersion version = wanted.version().only().filter(only -> has(repository, only)).orElseGet(() -> choose(wanted, versions(
                repository), repository.name()));
        ImageManifest manifest = repository.manifest(new Selector.ByTag(version.toString()));
        Descriptor layer = layer(manifest, repository.name() + ":" + version);
        Path file = cache.fetch(ContentKind.WASM, layer, repository, progress.part(wanted.name() + "@" + version, layer.size()));
        cache.remember(remembered(registry, wanted.name(), version.toString()), layer.digest());
        return file;
    }

    private static boolean has(Repository repository, SemVersion version) {
        try {
            repository.document(new Selector.ByTag(version.toString()));
            return true;
        } catch (RegistryException.NotFound _) {
            return false;
        }
    }

    private static Reference reference(String text) {
        try {
            return Reference.parse(text);
        } catch (ReferenceException e) {
            throw new LoadException("the package would lie at an invalid place: " + e.getMessage());
        }
    }

    private static List<SemVersion> versions(Repository repository) {
        try {
            return repository.tags().stream().flatMap(tag -> SemVersion.parse(tag).stream()).toList();
        } catch (RegistryException.NotFound _) {
            throw new LoadException("there is no package at " + repository.name());
        }
    }

    private static Descriptor layer(ImageManifest manifest, String where) {
        String type = manifest.config().mediaType();
        if (!type.equals(WASM_CONFIG)) {
            String hint = type.equals(MediaTypes.IMAGE_CONFIG) || type.contains("spin")
                    ? "; a component of a Spin application is named by `{ reference = \"" + where + "\", id = \"...\" }`"
                    : "";
            throw new LoadException(where + " is no package of a Wasm component: its config is of type " + type + hint);
        }
        if (manifest.layers().isEmpty() || !manifest.layers().getFirst().mediaType().equals(WASM_LAYER)) {
            throw new LoadException(where + " is no package of a Wasm component: its first layer is not of type " + WASM_LAYER);
        }
        return manifest.layers().getFirst();
    }
}
