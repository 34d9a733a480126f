package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.cache.ContentKind;
import dev.spinjvm.oci.cache.RegistryCache;

/// The code of one component of an artifact, or of one of its dependencies, without the rest of the artifact.
public final class ArtifactModule {
    private final ArtifactName name;
    private final RegistryCache cache;
    private final ArtifactPull pull;

    /// @param cache the one that `pull` fills
    public ArtifactModule(ArtifactName name, RegistryCache cache, ArtifactPull pull) {
        this.name = name;
        this.cache = cache;
        this.pull = pull;
    }

    /// Gets the code if it is missing. Once it is known that an artifact has it, nothing is asked for again. The caller keeps the cache
    /// from being cleared (`RegistryCache.use`).
    ///
    /// @param repository opened if the cache does not suffice
    /// @throws LoadException naming the digests that there are
    public Path fetch(Digest digest, Supplier<Repository> repository, Progress progress) {
        String note = "module " + name + " " + digest;
        Optional<Path> known = cache.remembered(note).filter(digest::equals).flatMap(cache::find);
        if (known.isPresent()) {
            return known.get();
        }
        ArtifactPull.Found found = pull.find(name, repository);
        Path file = file(digest, found, progress);
        cache.remember(note, digest);
        return file;
    }

    private Path file(Digest digest, ArtifactPull.Found found, Progress progress) {
        Optional<Descriptor> layer = layer(found.manifest(), digest);
        if (layer.filter(ArtifactTypes::isWasm).isPresent()) {
            return fetch(layer.get(), found, progress);
        }
        Map<Digest, List<String>> users = new LinkedHashMap<>();
        Map<Digest, ComponentSource> sources = new LinkedHashMap<>();
        if (found.content() instanceof ArtifactContent.App(Descriptor lock)) {
            pull.fetchLock(name, lock, found.source(), progress);
            for (LockedComponent component : pull.readLock(lock).components()) {
                add(component.source(), component.id(), users, sources);
                component.dependencies().forEach((importName, dependency) -> add(dependency.source(), component.id() + ", for "
                        + importName, users, sources));
            }
        }
        ComponentSource source = sources.get(digest);
        if (source == null) {
            throw unknown(digest, found.manifest(), users);
        }
        return layer.isPresent() ? fetch(layer.get(), found, progress) : new ArtifactFiles(cache).file(source.content());
    }

    private static Optional<Descriptor> layer(ImageManifest manifest, Digest digest) {
        return manifest.layers().stream().filter(layer -> layer.digest().equals(digest)).findFirst();
    }

    private Path fetch(Descriptor layer, ArtifactPull.Found found, Progress progress) {
        return cache.find(layer.digest()).orElseGet(() -> cache.fetch(ContentKind.WASM, layer, found.source().get(), progress.part(layer
                .digest().toString(), layer.size())));
    }

    private LoadException unknown(Digest digest, ImageManifest manifest, Map<Digest, List<String>> users) {
        manifest.layers().stream().filter(ArtifactTypes::isWasm).forEach(layer -> users.computeIfAbsent(layer.digest(),
                _ -> new ArrayList<>()));
        String known = users.entrySet().stream().map(entry -> "\n  " + entry.getKey() + (entry.getValue().isEmpty()
                ? ""
                : "  (" + String.join("; ", entry.getValue()) + ")")).collect(Collectors.joining());
        return new LoadException("'" + name + "' has no Wasm layer with digest " + digest + ". It has:" + known);
    }

    private static void add(ComponentSource source, String user, Map<Digest, List<String>> users, Map<Digest, ComponentSource> sources) {
        Digest digest = source.content().requiredDigest();
        users.computeIfAbsent(digest, _ -> new ArrayList<>()).add(user);
        sources.putIfAbsent(digest, source);
    }
}
