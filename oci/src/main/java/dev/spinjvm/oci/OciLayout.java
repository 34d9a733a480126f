package dev.spinjvm.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.spinjvm.oci.StrictJson.JsonException;
import org.jspecify.annotations.Nullable;

/// A directory in the OCI image layout, as a repository of its own: for transfer without a network, and for exchange with other programs.
///
/// Blobs and the index appear complete or not at all. Several processes may write.
public final class OciLayout implements Repository {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final String INDEX = "index.json";
    private static final String MARKER = "oci-layout";
    private static final int BUFFER = 128 << 10;

    private final Path directory;

    private OciLayout(Path directory) {
        this.directory = directory;
    }

    /// An existing layout.
    ///
    /// @throws RegistryException.NotFound if the directory holds none
    public static OciLayout open(Path directory) {
        if (!Files.isRegularFile(directory.resolve(MARKER))) {
            throw new RegistryException.NotFound("'" + directory + "' is no directory in the OCI layout");
        }
        return new OciLayout(directory);
    }

    /// An existing layout, or a new one in a directory that is empty or does not exist.
    public static OciLayout openOrCreate(Path directory) {
        try {
            if (!Files.exists(directory.resolve(MARKER))) {
                Files.createDirectories(directory);
                try (var entries = Files.list(directory)) {
                    if (entries.findAny().isPresent()) {
                        throw new RegistryException.Refused("'" + directory + "' is neither empty nor in the OCI layout");
                    }
                }
                AtomicFile.write(directory.resolve(INDEX), ImageIndex.of(List.of()).raw().bytes());
                AtomicFile.write(directory.resolve(MARKER), "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new RegistryException.Local("cannot create '" + directory + "'", e);
        }
        return open(directory);
    }

    @Override
    public String name() {
        return "oci:" + directory;
    }

    @Override
    public ManifestDocument document(Selector selector) {
        Descriptor entry = switch (selector) {
            case Selector.ByTag(String tag) -> tagged(tag);
            case Selector.ByDigest(Digest digest) -> new Descriptor(MediaTypes.IMAGE_MANIFEST, digest, sizeOf(digest));
        };
        if (entry.size() > RawManifest.MAX_BYTES) {
            throw new RegistryException.Malformed(name() + selector + " has more than " + RawManifest.MAX_BYTES + " bytes");
        }
        try {
            byte[] bytes = Files.readAllBytes(blob(entry.digest()));
            String actual = HexFormat.of().formatHex(entry.digest().algorithm().start().digest(bytes));
            if (!actual.equals(entry.digest().hex())) {
                throw new RegistryException.DigestMismatch(name() + selector, entry.digest(), actual);
            }
            return ManifestDocument.read(bytes, null);
        } catch (NoSuchFileException _) {
            throw new RegistryException.NotFound("manifest " + name() + selector + " does not exist");
        } catch (JsonException e) {
            throw new RegistryException.Malformed("manifest " + name() + selector + " is not understood: " + e.getMessage());
        } catch (IOException e) {
            throw new RegistryException.Local("cannot read manifest " + name() + selector, e);
        }
    }

    private long sizeOf(Digest digest) {
        try {
            return Files.size(blob(digest));
        } catch (IOException _) {
            throw new RegistryException.NotFound("manifest " + name() + "@" + digest + " does not exist");
        }
    }

    /// The entry with the tag; without a name for any, the only entry is the latest.
    private Descriptor tagged(String tag) {
        List<Descriptor> entries = index().manifests();
        for (Descriptor entry : entries) {
            if (tag.equals(nameOf(entry))) {
                return entry;
            }
        }
        if (tag.equals(Reference.LATEST) && entries.size() == 1) {
            return entries.getFirst();
        }
        List<String> tags = tags();
        throw new RegistryException.NotFound("manifest " + name() + ":" + tag + " does not exist"
                + (tags.isEmpty() ? "" : "; there are " + String.join(", ", tags)));
    }

    private static @Nullable String nameOf(Descriptor entry) {
        return entry.annotations().get(REF_NAME);
    }

    private ImageIndex index() {
        try {
            Path file = directory.resolve(INDEX);
            if (Files.size(file) > RawManifest.MAX_BYTES) {
                throw new RegistryException.Malformed("'" + file + "' has more than " + RawManifest.MAX_BYTES + " bytes");
            }
            if (ManifestDocument.read(Files.readAllBytes(file), null) instanceof ImageIndex index) {
                return index;
            }
            throw new RegistryException.Malformed("'" + file + "' is no index");
        } catch (JsonException e) {
            throw new RegistryException.Malformed("the index of " + name() + " is not understood: " + e.getMessage());
        } catch (IOException e) {
            throw new RegistryException.Local("cannot read the index of " + name(), e);
        }
    }

    @Override
    public boolean has(Digest blob) {
        return Files.isRegularFile(blob(blob));
    }

    @Override
    public void fetch(Descriptor blob, Path file, Progress progress) {
        Path source = blob(blob.digest());
        if (!Files.isRegularFile(source)) {
            throw new RegistryException.NotFound("blob " + name() + "@" + blob.digest() + " does not exist");
        }
        copy(blob, source, file, progress);
        progress.finish();
    }

    @Override
    public boolean store(Descriptor blob, Path file, Progress progress) {
        Path target = blob(blob.digest());
        boolean missing = !Files.isRegularFile(target);
        if (missing) {
            try {
                Path folder = target.resolveSibling("");
                Files.createDirectories(folder);
                Path draft = AtomicFile.draft(target);
                try {
                    copy(blob, file, draft, progress);
                    AtomicFile.publish(draft, target);
                } finally {
                    Files.deleteIfExists(draft);
                }
            } catch (IOException e) {
                throw new RegistryException.Local("cannot write '" + target + "'", e);
            }
        }
        progress.finish();
        return missing;
    }

    private void copy(Descriptor blob, Path source, Path target, Progress progress) {
        String what = "blob " + name() + "@" + blob.digest();
        MessageDigest hash = blob.digest().algorithm().start();
        long have = 0;
        try (InputStream in = Files.newInputStream(source); OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                have += count;
                if (have > blob.size()) {
                    throw new RegistryException.SizeMismatch(what, blob.size(), "more");
                }
                hash.update(buffer, 0, count);
                out.write(buffer, 0, count);
                progress.at(have);
            }
        } catch (IOException e) {
            throw new RegistryException.Local("cannot copy " + what, e);
        }
        if (have < blob.size()) {
            throw new RegistryException.SizeMismatch(what, blob.size(), String.valueOf(have));
        }
        String actual = HexFormat.of().formatHex(hash.digest());
        if (!actual.equals(blob.digest().hex())) {
            throw new RegistryException.DigestMismatch(what, blob.digest(), actual);
        }
    }

    @Override
    public boolean mount(Descriptor blob, String fromRepository) {
        return has(blob.digest());
    }

    @Override
    public void store(RawManifest manifest, Selector selector) {
        try {
            Path target = blob(manifest.digest());
            Files.createDirectories(target.resolveSibling(""));
            AtomicFile.write(target, manifest.bytes());
            try (FileMutex _ = FileMutex.exclusive(directory.resolve(MARKER))) {
                AtomicFile.write(directory.resolve(INDEX), with(manifest.descriptor(), selector).raw().bytes());
            }
        } catch (IOException e) {
            throw new RegistryException.Local("cannot write to " + name(), e);
        }
    }

    /// The index with one more entry, in place of the one with the same name.
    private ImageIndex with(Descriptor manifest, Selector selector) {
        List<Descriptor> entries = new ArrayList<>(index().manifests());
        Map<String, String> annotations = switch (selector) {
            case Selector.ByTag(String tag) -> {
                entries.removeIf(entry -> tag.equals(nameOf(entry)));
                yield Map.of(REF_NAME, tag);
            }
            case Selector.ByDigest(Digest digest) -> {
                entries.removeIf(entry -> nameOf(entry) == null && entry.digest().equals(digest));
                yield Map.of();
            }
        };
        entries.add(new Descriptor(manifest.mediaType(), manifest.digest(), manifest.size(), annotations, null));
        return ImageIndex.of(entries);
    }

    @Override
    public List<String> tags() {
        return index().manifests().stream().flatMap(entry -> Stream.ofNullable(nameOf(entry))).sorted().toList();
    }

    private Path blob(Digest digest) {
        return directory.resolve("blobs").resolve(digest.algorithm().name().toLowerCase(Locale.ROOT)).resolve(digest.hex());
    }
}
