package dev.spinjvm.loader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.Transfers;
import dev.spinjvm.oci.archive.ArchiveException;
import dev.spinjvm.oci.archive.ArchiveLimits;
import dev.spinjvm.oci.archive.SafeTarReader;
import dev.spinjvm.oci.cache.ContentKind;
import dev.spinjvm.oci.cache.RegistryCache;

/// Brings artifacts into the cache.
public final class ArtifactPull {
    /// The most bytes of a locked application.
    private static final long MAX_LOCK = 16L << 20;

    private final RegistryCache cache;
    private final PullPolicy policy;
    private final int parallel;

    /// @param parallel how many layers are transferred at once
    public ArtifactPull(RegistryCache cache, PullPolicy policy, int parallel) {
        this.cache = cache;
        this.policy = policy;
        this.parallel = parallel;
    }

    /// An artifact whose content is in the cache.
    record Pulled(ImageManifest manifest, ArtifactContent content) {}

    /// Pulls what is missing.
    ///
    /// @param repository opened if the cache does not suffice
    /// @return the digest of the manifest
    public Digest pull(ArtifactName name, Supplier<Repository> repository, Progress progress) {
        try (FileMutex _ = cache.use()) {
            return fetch(name, repository, progress).manifest.raw().digest();
        }
    }

    /// As [#pull], for callers that keep the cache from being cleared until they have used the content.
    Pulled fetch(ArtifactName name, Supplier<Repository> repository, Progress progress) {
        Optional<Pulled> cached = cached(name);
        if (cached.isPresent()) {
            return cached.get();
        }
        Repository source = opened(name, repository);
        ImageManifest manifest = source.manifest(name.selector());
        ArtifactContent content = ArtifactContent.of(manifest, name.toString());
        switch (content) {
            case ArtifactContent.App(Descriptor lock) -> fetchApp(name, manifest, lock, source, progress);
            case ArtifactContent.Package(Descriptor wasm) -> {
                cache.fetch(ContentKind.WASM, wasm, source, part(progress, wasm));
                cache.fetch(ContentKind.DATA, manifest.config(), source, part(progress, manifest.config()));
                remember(name, manifest, manifest.config());
            }
        }
        return new Pulled(manifest, content);
    }

    private Repository opened(ArtifactName name, Supplier<Repository> repository) {
        if (policy == PullPolicy.NEVER) {
            throw new LoadException("'" + name
                    + "' is not complete in the cache, and nothing is to be fetched (--offline or --pull never)");
        }
        return repository.get();
    }

    /// An artifact of which only the manifest is known.
    ///
    /// @param source opens the repository that has the rest
    record Found(ImageManifest manifest, ArtifactContent content, Supplier<Repository> source) {}

    /// Finds an artifact without fetching its content.
    ///
    /// @param repository opened if the cache does not suffice
    Found find(ArtifactName name, Supplier<Repository> repository) {
        Optional<Pulled> cached = cached(name);
        if (cached.isPresent()) {
            return new Found(cached.get().manifest, cached.get().content, () -> opened(name, repository));
        }
        Repository source = opened(name, repository);
        ImageManifest manifest = source.manifest(name.selector());
        return new Found(manifest, ArtifactContent.of(manifest, name.toString()), () -> source);
    }

    private Optional<Pulled> cached(ArtifactName name) {
        if (!(name instanceof ArtifactName.Remote(Reference reference))
                || policy == PullPolicy.ALWAYS && reference.digest().isEmpty()) {
            return Optional.empty();
        }
        return cache.manifest(reference).map(manifest -> new Pulled(manifest, ArtifactContent.of(manifest, name.toString())))
                .filter(pulled -> isComplete(pulled, reference));
    }

    private boolean isComplete(Pulled pulled, Reference reference) {
        return switch (pulled.content) {
            case ArtifactContent.Package(Descriptor wasm) -> cache.find(wasm.digest()).isPresent();
            case ArtifactContent.App(Descriptor lock) -> {
                adoptConfig(lock, reference);
                yield cache.find(lock.digest()).isPresent()
                        && ArtifactContent.needs(readLock(lock)).stream().allMatch(digest -> cache.find(digest).isPresent());
            }
        };
    }

    /// Spin keeps the locked application beside the manifest only.
    private void adoptConfig(Descriptor lock, Reference reference) {
        if (cache.find(lock.digest()).isEmpty()) {
            cache.config(reference).filter(text -> Digest.ofSha256(text).equals(lock.digest())).ifPresent(
                    text -> cache.put(ContentKind.DATA, new ByteArrayInputStream(text), MAX_LOCK));
        }
    }

    private void fetchApp(ArtifactName name, ImageManifest manifest, Descriptor lock, Repository source, Progress progress) {
        fetchLock(name, lock, () -> source, progress);
        Set<Digest> needs = ArtifactContent.needs(readLock(lock));
        List<Runnable> transfers = new ArrayList<>();
        List<Descriptor> archives = new ArrayList<>();
        Set<Digest> seen = new HashSet<>();
        Set<Digest> single = manifest.layers().stream().map(Descriptor::digest).collect(Collectors.toSet());
        // Whatever is no layer of its own must come from an archive.
        boolean unpack = needs.stream().anyMatch(digest -> !single.contains(digest) && cache.find(digest).isEmpty());
        List<Descriptor> all = new ArrayList<>(manifest.layers());
        all.add(manifest.config());
        for (Descriptor layer : all) {
            if (!seen.add(layer.digest()) || layer.digest().equals(lock.digest())) {
                continue;
            }
            if (ArtifactTypes.isArchive(layer)) {
                if (!unpack) {
                    continue;
                }
                archives.add(layer);
            }
            Progress part = part(progress, layer);
            transfers.add(() -> cache.fetch(ArtifactTypes.isWasm(layer) ? ContentKind.WASM : ContentKind.DATA, layer, source, part));
        }
        Transfers.run(parallel, transfers);
        archives.forEach(archive -> unpack(archive, needs, name));
        String missing = needs.stream().filter(digest -> cache.find(digest).isEmpty()).map(Digest::toString).sorted()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new LoadException("'" + name + "' is incomplete: none of its layers holds " + missing);
        }
        remember(name, manifest, lock);
    }

    /// Makes sure that the locked application of an artifact is in the cache.
    void fetchLock(ArtifactName name, Descriptor lock, Supplier<Repository> source, Progress progress) {
        if (lock.size() > MAX_LOCK) {
            throw new LoadException("The locked application of '" + name + "' has " + lock.size() + " bytes, more than " + MAX_LOCK);
        }
        if (cache.find(lock.digest()).isEmpty()) {
            cache.fetch(ContentKind.DATA, lock, source.get(), part(progress, lock));
        }
    }

    private static Progress part(Progress progress, Descriptor layer) {
        return progress.part(layer.digest().toString(), layer.size());
    }

    private void remember(ArtifactName name, ImageManifest manifest, Descriptor config) {
        if (name instanceof ArtifactName.Remote(Reference reference)) {
            cache.putManifest(reference, manifest, read(config));
        }
    }

    /// The locked application of an artifact in the cache.
    LockedApp readLock(Descriptor lock) {
        return LockedApp.fromJson(read(lock));
    }

    private byte[] read(Descriptor blob) {
        try {
            Path file = cache.find(blob.digest()).orElseThrow(() -> new LoadException(blob.digest() + " vanished from the cache"));
            if (Files.size(file) > MAX_LOCK) {
                throw new LoadException(blob.digest() + " has more than " + MAX_LOCK + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to read " + blob.digest() + " from the cache", e);
        }
    }

    /// Stores the files of an archive under their digests. Read in full before anything of it is kept.
    private void unpack(Descriptor archive, Set<Digest> needs, ArtifactName name) {
        Path file = cache.find(archive.digest()).orElseThrow(() -> new LoadException(archive.digest() + " vanished from the cache"));
        try {
            Set<String> wanted = new HashSet<>();
            visit(file, (path, content) -> {
                Digest digest = digestOf(content);
                if (needs.contains(digest)) {
                    wanted.add(path);
                }
            });
            visit(file, (path, content) -> {
                if (wanted.contains(path)) {
                    cache.put(ContentKind.DATA, content, Long.MAX_VALUE);
                }
            });
        } catch (ArchiveException e) {
            cache.remove(archive.digest());
            throw new RegistryException.Refused("layer " + archive.digest() + " of '" + name + "' is not unpacked: " + e.getMessage());
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to unpack layer " + archive.digest(), e);
        }
    }

    private static void visit(Path archive, SafeTarReader.Visitor visitor) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            SafeTarReader.read(in, ArchiveLimits.standard(), visitor);
        }
    }

    private static Digest digestOf(InputStream content) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.start();
        byte[] buffer = new byte[64 << 10];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            hash.update(buffer, 0, count);
        }
        return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(hash.digest()));
    }
}
