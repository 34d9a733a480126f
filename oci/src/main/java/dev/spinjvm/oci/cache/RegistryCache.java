package dev.spinjvm.oci.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.ManifestDocument;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RawManifest;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.ReferenceException;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.StrictJson.JsonException;
import dev.spinjvm.oci.http.Downloads;

/// Content by digest and manifests by reference below `<root>/registry`, in the layout of Spin, so that both programs can use one folder:
///
/// - `wasm/sha256:<hex>` and `data/sha256:<hex>`
/// - `manifests/<registry>/<repository>/<tag or digest>/{manifest.json,config.json}`
///
/// Beside them lie `digest-<hex>` (notes of what `manifest.json` is), `names` (what else is known by name), `checked` (what was verified, and when it was last used), `drafts` and `.lock`.
///
/// Safe for several processes, any of which may die at any moment: a file under a final name is complete, and what cannot be trusted is
/// fetched again. There is no way in for content that is not compared with its digest.
public final class RegistryCache {
    private static final long MAX_CONFIG = 16L << 20;
    private static final long MAX_NAME = 64 << 10;
    private static final int BUFFER = 128 << 10;
    private static final Duration TOUCH_AFTER = Duration.ofMinutes(1);

    private final CachePaths paths;
    private final InstantSource clock;

    private RegistryCache(CachePaths paths, InstantSource clock) {
        this.paths = paths;
        this.clock = clock;
    }

    /// The cache below a folder, which need not exist.
    ///
    /// @param root holds `registry`
    public static RegistryCache at(Path root, InstantSource clock) {
        return new RegistryCache(new CachePaths(root.toAbsolutePath().resolve("registry")), clock);
    }

    CachePaths paths() {
        return paths;
    }

    InstantSource clock() {
        return clock;
    }

    /// Keeps others from clearing the cache. Removes what processes left behind that died, if nobody else is at work.
    public FileMutex use() {
        try {
            FileMutex.tryExclusive(paths.lock()).ifPresent(alone -> {
                try (alone) {
                    CacheKeeping.removeDrafts(paths);
                }
            });
            Files.createDirectories(paths.drafts());
        } catch (IOException e) {
            throw problem(e);
        }
        return FileMutex.shared(paths.lock());
    }

    /// The file with the content, if it is there and has not changed since it was verified. A file that has changed is verified again, and
    /// removed when it is wrong.
    public Optional<Path> find(Digest digest) {
        for (ContentKind kind : ContentKind.values()) {
            Path file = paths.blob(kind, digest);
            if (isGood(file, digest)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /// Makes sure that a blob of a repository is here.
    ///
    /// @return the file
    public Path fetch(ContentKind kind, Descriptor blob, Repository repository, Progress progress) {
        Optional<Path> known = find(blob.digest());
        if (known.isPresent()) {
            progress.finish();
            return known.get();
        }
        Path file = paths.blob(kind, blob.digest());
        return store(file, draft -> repository.fetch(blob, draft, progress));
    }

    /// Makes sure that a download is here.
    ///
    /// @param limit the most bytes that are accepted
    /// @return the file
    public Path fetch(ContentKind kind, URI uri, Digest digest, long limit, Downloads downloads, Progress progress) {
        Optional<Path> known = find(digest);
        if (known.isPresent()) {
            progress.finish();
            return known.get();
        }
        return store(paths.blob(kind, digest), draft -> downloads.fetch(uri, digest, draft, limit, progress));
    }

    /// Remembers which content a name stands for, so that it is kept as long as the name is used.
    ///
    /// @param name one line
    public void remember(String name, Digest content) {
        Path file = names(name);
        try {
            if (!named(file).filter(known -> known.digest.equals(content)).isPresent()) {
                Files.createDirectories(paths.names());
                AtomicFile.write(file, (content + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /// What a name stood for the last time.
    public Optional<Digest> remembered(String name) {
        Path file = names(name);
        try {
            Optional<Named> known = named(file);
            if (known.isPresent()) {
                touch(file);
            }
            return known.map(Named::digest);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /// The remembered names that begin with a text, sorted.
    public List<String> rememberedNames(String prefix) {
        try {
            List<String> names = new ArrayList<>();
            for (Path file : CacheKeeping.files(paths.names())) {
                named(file).map(Named::name).filter(name -> name.startsWith(prefix)).ifPresent(names::add);
            }
            return names.stream().sorted().toList();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private Path names(String name) {
        return paths.names().resolve(Digest.ofSha256(name.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /// A name and what it stands for.
    record Named(String name, Digest digest) {}

    /// Reads a file of names; empty if it is none.
    static Optional<Named> named(Path file) throws IOException {
        try {
            List<String> lines = Files.size(file) > MAX_NAME ? List.of() : Files.readAllLines(file);
            return lines.size() == 2 ? Optional.of(new Named(lines.get(1), Digest.parse(lines.get(0)))) : Optional.empty();
        } catch (NoSuchFileException | CharacterCodingException | ReferenceException _) {
            return Optional.empty();
        }
    }

    /// Stores content that must have a digest.
    ///
    /// @param limit the most bytes that are accepted
    /// @return the file
    /// @throws RegistryException.DigestMismatch if it has another
    public Path put(ContentKind kind, Digest digest, InputStream content, long limit) {
        return store(paths.blob(kind, digest), draft -> {
            String actual = copy(content, draft, digest.algorithm(), limit);
            if (!actual.equals(digest.hex())) {
                throw new RegistryException.DigestMismatch("content", digest, actual);
            }
        });
    }

    /// Stores content under whatever digest it has.
    ///
    /// @return its digest
    public Digest put(ContentKind kind, InputStream content, long limit) {
        try {
            Files.createDirectories(paths.drafts());
            Path draft = AtomicFile.draft(paths.drafts().resolve("draft"));
            try {
                Digest digest = new Digest(Digest.Algorithm.SHA256, copy(content, draft, Digest.Algorithm.SHA256, limit));
                if (find(digest).isEmpty()) {
                    Path file = paths.blob(kind, digest);
                    Files.createDirectories(file.resolveSibling(""));
                    AtomicFile.publish(draft, file);
                    note(file);
                }
                return digest;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /// Forgets a piece of content that turned out to be unusable.
    public void remove(Digest digest) {
        try {
            for (ContentKind kind : ContentKind.values()) {
                discard(paths.blob(kind, digest));
            }
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private interface Filler {
        void fill(Path draft) throws IOException;
    }

    private Path store(Path file, Filler filler) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.createDirectories(paths.drafts());
            Path draft = AtomicFile.draft(paths.drafts().resolve("draft"));
            try {
                filler.fill(draft);
                AtomicFile.publish(draft, file);
            } finally {
                Files.deleteIfExists(draft);
            }
            note(file);
            return file;
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private static String copy(InputStream content, Path draft, Digest.Algorithm algorithm, long limit) throws IOException {
        MessageDigest hash = algorithm.start();
        long size = 0;
        try (OutputStream out = Files.newOutputStream(draft)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                size += count;
                if (size > limit) {
                    throw new RegistryException.SizeMismatch("content", limit, "more");
                }
                hash.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private boolean isGood(Path file, Digest digest) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return false;
            }
            Path check = paths.check(file);
            if (Files.exists(check) && Files.readString(check).equals(fingerprint(attributes))) {
                touch(check);
                return true;
            }
            if (!Digest.ofFile(file, digest.algorithm()).equals(digest)) {
                discard(file);
                return false;
            }
            note(file);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /// Removes a file that cannot be trusted.
    void discard(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(paths.check(file));
    }

    /// What changes when somebody writes to a file, short of covering it up.
    private static String fingerprint(BasicFileAttributes attributes) {
        return attributes.size() + " " + attributes.lastModifiedTime().toMillis() + " " + attributes.fileKey();
    }

    /// Notes that a file has just been verified.
    void note(Path file) throws IOException {
        Path check = paths.check(file);
        Files.createDirectories(check.resolveSibling(""));
        // A torn note only means that the file is verified again.
        Files.writeString(check, fingerprint(Files.readAttributes(file, BasicFileAttributes.class)));
    }

    private void touch(Path file) throws IOException {
        Instant now = clock.instant();
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(TOUCH_AFTER))) {
            Files.setLastModifiedTime(file, FileTime.from(now));
        }
    }

    /// The manifest that was last stored for a reference; by digest, only if it has that digest.
    public Optional<ImageManifest> manifest(Reference reference) {
        Path file = paths.entry(reference).resolve(CacheKeeping.MANIFEST);
        try {
            if (Files.size(file) > RawManifest.MAX_BYTES
                    || !(ManifestDocument.read(Files.readAllBytes(file), null) instanceof ImageManifest manifest)) {
                return Optional.empty();
            }
            boolean right = (reference.digest().isEmpty() || reference.digest().get().equals(manifest.raw().digest()))
                    && CacheKeeping.isWhatWasWritten(file, manifest);
            if (right) {
                touch(file);
            }
            return right ? Optional.of(manifest) : Optional.empty();
        } catch (NoSuchFileException | JsonException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /// What was last stored as `config.json` for a reference, perhaps by Spin; not verified.
    public Optional<byte[]> config(Reference reference) {
        Path file = paths.entry(reference).resolve(CacheKeeping.CONFIG);
        try {
            return Files.size(file) > MAX_CONFIG ? Optional.empty() : Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /// Remembers the manifest of a reference, all of whose content is here.
    ///
    /// @param config what Spin expects in `config.json`
    public void putManifest(Reference reference, ImageManifest manifest, byte[] config) {
        Path folder = paths.entry(reference);
        try {
            Files.createDirectories(folder);
            // The note first: whoever dies here, or writes another manifest for the reference meanwhile, leaves none without its note.
            AtomicFile.write(folder.resolve(CacheKeeping.note(manifest)), new byte[0]);
            AtomicFile.write(folder.resolve(CacheKeeping.CONFIG), config);
            AtomicFile.write(folder.resolve(CacheKeeping.MANIFEST), manifest.raw().bytes());
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private RegistryException problem(IOException e) {
        return new RegistryException.Local("cannot use the cache '" + paths.registry() + "'", e);
    }
}
