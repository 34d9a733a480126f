package dev.spinjvm.oci.cache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.ManifestDocument;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.StrictJson.JsonException;
import org.jspecify.annotations.Nullable;

/// Looks after a cache: what is in it, whether it is sound, and what can go.
public final class CacheKeeping {
    static final String MANIFEST = "manifest.json";
    static final String CONFIG = "config.json";
    /// Begins the names of empty files that each tell the digest of a manifest written beside them, now or earlier.
    private static final String NOTE = "digest-";
    /// What was used a moment ago may be in use by a program that starts.
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final RegistryCache cache;
    private final CachePaths paths;
    private final Function<ImageManifest, Set<Digest>> further;

    /// @param further the content that a manifest needs beside its layers, as far as that is known
    public CacheKeeping(RegistryCache cache, Function<ImageManifest, Set<Digest>> further) {
        this.cache = cache;
        this.paths = cache.paths();
        this.further = further;
    }

    /// A remembered reference, or another name of content.
    ///
    /// @param name `registry/repository:tag`, or what the content was remembered by
    /// @param size of all that it needs and that is here, in bytes
    public record Artifact(String name, Digest digest, long size, Instant lastUsed) {}

    /// A piece of content.
    ///
    /// @param used whether an artifact needs it
    public record Content(Digest digest, ContentKind kind, long size, Instant lastUsed, boolean used) {}

    /// Everything that is here.
    public record Listing(List<Artifact> artifacts, List<Content> contents) {
        public long size() {
            return contents.stream().mapToLong(Content::size).sum();
        }
    }

    /// What a check found.
    ///
    /// @param damaged files that were wrong and have been removed
    public record Verified(int contents, int artifacts, List<Path> damaged) {}

    /// What was removed.
    public record Removed(int artifacts, int contents, long bytes) {}

    /// @param file its manifest, or the file that holds its name
    /// @param manifest `null` where it is a mere name
    private record StoredArtifact(Path file, String name, Digest digest, @Nullable ImageManifest manifest, Set<Digest> needs,
            Instant lastUsed) {
        Path folder() {
            return file.resolveSibling("");
        }
    }

    private record StoredContent(Path file, Digest digest, ContentKind kind, long size, Instant lastUsed) {}

    /// Artifacts and contents, the most recently used first.
    public Listing list() {
        try (FileMutex _ = cache.use()) {
            List<StoredContent> contents = contents();
            List<StoredArtifact> artifacts = artifacts(null);
            Set<Digest> used = used(artifacts);
            return new Listing(artifacts.stream().sorted(Comparator.comparing(StoredArtifact::lastUsed).reversed())
                    .map(artifact -> new Artifact(artifact.name, artifact.digest, size(artifact, contents),
                            artifact.lastUsed))
                    .toList(),
                    contents.stream().sorted(Comparator.comparing(StoredContent::lastUsed).reversed())
                            .map(content -> new Content(content.digest, content.kind, content.size, content.lastUsed,
                                    used.contains(content.digest)))
                            .toList());
        } catch (IOException e) {
            throw new RegistryException.Local("cannot read the cache '" + paths.registry() + "'", e);
        }
    }

    private static long size(StoredArtifact artifact, List<StoredContent> contents) {
        return contents.stream().filter(content -> artifact.needs.contains(content.digest)).mapToLong(StoredContent::size).sum();
    }

    /// Compares every file with its digest, and removes what is wrong.
    public Verified verify() {
        List<Path> damaged = new ArrayList<>();
        try (FileMutex _ = cache.use()) {
            int sound = 0;
            for (StoredContent content : contents()) {
                try {
                    if (Digest.ofFile(content.file, content.digest.algorithm()).equals(content.digest)) {
                        cache.note(content.file);
                        sound++;
                    } else {
                        cache.discard(content.file);
                        damaged.add(content.file);
                    }
                } catch (NoSuchFileException _) {
                    // Another process found it damaged, too.
                    Files.deleteIfExists(paths.check(content.file));
                }
            }
            return new Verified(sound, artifacts(damaged).size(), damaged);
        } catch (IOException e) {
            throw new RegistryException.Local("cannot verify the cache '" + paths.registry() + "'", e);
        }
    }

    /// Removes artifacts and contents that were not used for some time, contents that no artifact needs, and then what was used least
    /// recently until the rest is small enough. Waits until no other process uses the cache.
    ///
    /// @param maxAge `null` for any age
    /// @param maxBytes `null` for any size
    public Removed collect(@Nullable Duration maxAge, @Nullable Long maxBytes) {
        try (FileMutex _ = FileMutex.exclusive(paths.lock())) {
            removeDrafts(paths);
            return new Collection(maxAge, maxBytes).run();
        } catch (IOException e) {
            throw new RegistryException.Local("cannot clear the cache '" + paths.registry() + "'", e);
        }
    }

    private final class Collection {
        private final @Nullable Duration maxAge;
        private final @Nullable Long maxBytes;
        private final Instant now = cache.clock().instant();
        private final List<StoredArtifact> artifacts = new ArrayList<>(artifacts(null));
        private final List<StoredContent> contents = new ArrayList<>(contents());
        private int artifactsRemoved;
        private int contentsRemoved;
        private long bytes;

        Collection(@Nullable Duration maxAge, @Nullable Long maxBytes) throws IOException {
            this.maxAge = maxAge;
            this.maxBytes = maxBytes;
        }

        Removed run() throws IOException {
            if (maxAge != null) {
                for (StoredArtifact artifact : List.copyOf(artifacts)) {
                    if (artifact.lastUsed.isBefore(now.minus(maxAge))) {
                        remove(artifact);
                    }
                }
            }
            sweep(maxAge == null ? GRACE : maxAge);
            while (maxBytes != null && total() > maxBytes) {
                Optional<StoredArtifact> oldest = artifacts.stream().filter(artifact -> isOld(artifact.lastUsed, GRACE))
                        .min(Comparator.comparing(StoredArtifact::lastUsed));
                if (oldest.isEmpty()) {
                    break;
                }
                remove(oldest.get());
                sweep(GRACE);
            }
            for (StoredArtifact artifact : artifacts) {
                if (artifact.manifest != null) {
                    removeStaleNotes(artifact.folder(), artifact.manifest);
                }
            }
            return new Removed(artifactsRemoved, contentsRemoved, bytes);
        }

        private boolean isOld(Instant time, Duration age) {
            return time.isBefore(now.minus(age));
        }

        private long total() {
            return contents.stream().mapToLong(StoredContent::size).sum();
        }

        private void remove(StoredArtifact artifact) throws IOException {
            Files.deleteIfExists(artifact.file);
            if (artifact.manifest != null) {
                Files.deleteIfExists(artifact.folder().resolve(CONFIG));
                for (Path note : notes(artifact.folder())) {
                    Files.deleteIfExists(note);
                }
                removeEmpty(artifact.folder());
            }
            artifacts.remove(artifact);
            artifactsRemoved++;
        }

        private void removeEmpty(Path folder) throws IOException {
            for (Path at = folder; at != null && at.startsWith(paths.manifests()) && !at.equals(paths.manifests()); at = at.getParent()) {
                try (Stream<Path> entries = Files.list(at)) {
                    if (entries.findAny().isPresent()) {
                        return;
                    }
                }
                Files.delete(at);
            }
        }

        private void sweep(Duration age) throws IOException {
            Set<Digest> used = used(artifacts);
            for (StoredContent content : List.copyOf(contents)) {
                if (!used.contains(content.digest) && isOld(content.lastUsed, age)) {
                    cache.discard(content.file);
                    contents.remove(content);
                    contentsRemoved++;
                    bytes += content.size;
                }
            }
        }
    }

    private static Set<Digest> used(List<StoredArtifact> artifacts) {
        Set<Digest> used = new HashSet<>();
        artifacts.forEach(artifact -> used.addAll(artifact.needs));
        return used;
    }

    private List<StoredContent> contents() throws IOException {
        List<StoredContent> contents = new ArrayList<>();
        for (ContentKind kind : ContentKind.values()) {
            for (Path file : files(paths.blobs(kind))) {
                Digest digest = CachePaths.digestOf(file);
                if (digest != null && Files.isRegularFile(file)) {
                    Path check = paths.check(file);
                    Path dated = Files.exists(check) ? check : file;
                    contents.add(new StoredContent(file, digest, kind, Files.size(file), Files.getLastModifiedTime(dated).toInstant()));
                }
            }
        }
        return contents;
    }

    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /// @param damaged receives manifests that are none, which are removed; `null` to leave them
    private List<StoredArtifact> artifacts(@Nullable List<Path> damaged) throws IOException {
        List<StoredArtifact> artifacts = new ArrayList<>();
        for (Path file : files(paths.names())) {
            Optional<RegistryCache.Named> named = RegistryCache.named(file);
            if (named.isPresent()) {
                Digest digest = named.get().digest();
                artifacts.add(new StoredArtifact(file, named.get().name(), digest, null, Set.of(digest),
                        Files.getLastModifiedTime(file).toInstant()));
            } else if (damaged != null && Files.deleteIfExists(file)) {
                damaged.add(file);
            }
        }
        if (!Files.isDirectory(paths.manifests())) {
            return artifacts;
        }
        Files.walkFileTree(paths.manifests(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.endsWith(MANIFEST)) {
                    read(file, attributes, artifacts, damaged);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return artifacts;
    }

    private void read(Path file, BasicFileAttributes attributes, List<StoredArtifact> artifacts, @Nullable List<Path> damaged)
            throws IOException {
        Path folder = file.resolveSibling("");
        try {
            if (ManifestDocument.read(Files.readAllBytes(file), null) instanceof ImageManifest manifest
                    && isWhatWasWritten(file, manifest)) {
                Set<Digest> needs = new HashSet<>(further.apply(manifest));
                needs.add(manifest.config().digest());
                manifest.layers().stream().map(Descriptor::digest).forEach(needs::add);
                artifacts.add(new StoredArtifact(file, name(folder), manifest.raw().digest(), manifest, needs, attributes.lastModifiedTime()
                        .toInstant()));
                return;
            }
        } catch (JsonException _) {
            // Falls through to the removal below.
        }
        if (damaged != null) {
            Files.deleteIfExists(file);
            damaged.add(file);
        }
    }

    /// Whether a manifest has a digest that is noted beside it. Spin notes none.
    static boolean isWhatWasWritten(Path file, ImageManifest manifest) throws IOException {
        return Files.exists(file.resolveSibling(note(manifest))) || notes(file.resolveSibling("")).isEmpty();
    }

    static String note(ImageManifest manifest) {
        return NOTE + manifest.raw().digest().hex();
    }

    private static List<Path> notes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(NOTE)).toList();
        }
    }

    /// Removes the notes of manifests that were replaced.
    private static void removeStaleNotes(Path folder, ImageManifest manifest) throws IOException {
        Path current = folder.resolve(note(manifest));
        if (Files.exists(current)) {
            for (Path note : notes(folder)) {
                if (!note.equals(current)) {
                    Files.deleteIfExists(note);
                }
            }
        }
    }

    private String name(Path folder) {
        String path = paths.manifests().relativize(folder).toString().replace('\\', '/');
        int slash = path.lastIndexOf('/');
        String last = path.substring(slash + 1);
        return path.substring(0, Math.max(slash, 0)) + (CachePaths.digestOf(folder) == null ? ":" : "@") + last;
    }

    /// Removes what was being written; only while no process is at work.
    static void removeDrafts(CachePaths paths) {
        try {
            for (Path draft : files(paths.drafts())) {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new RegistryException.Local("cannot remove what an earlier run left behind", e);
        }
    }
}
