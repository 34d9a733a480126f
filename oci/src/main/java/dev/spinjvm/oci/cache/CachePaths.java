package dev.spinjvm.oci.cache;

import java.io.File;
import java.nio.file.Path;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Reference;
import org.jspecify.annotations.Nullable;

/// Where things lie below the cache's root. Only parsed references and digests become names.
///
/// @param registry the folder `registry`
record CachePaths(Path registry) {
    private static final boolean COLONS = File.separatorChar == '/';

    Path manifests() {
        return registry.resolve("manifests");
    }

    Path blobs(ContentKind kind) {
        return registry.resolve(kind.folder());
    }

    Path blob(ContentKind kind, Digest digest) {
        return blobs(kind).resolve(safe(digest.toString()));
    }

    /// Size and time of the last complete check of a blob; its own time is that of the last use.
    Path check(Path blob) {
        return registry.resolve("checked").resolve(blob.resolveSibling("").getFileName() + "-" + blob.getFileName());
    }

    /// Names that were given to blobs; each file holds a digest and a name, and is named after the digest of the name.
    Path names() {
        return registry.resolve("names");
    }

    Path drafts() {
        return registry.resolve("drafts");
    }

    Path lock() {
        return registry.resolve(".lock");
    }

    /// A tag and a digest never share a folder: a tag cannot hold a colon, nor begin like a digest and be as long.
    Path entry(Reference reference) {
        Path folder = manifests().resolve(safe(reference.registry()));
        for (String part : reference.repository().split("/")) {
            folder = folder.resolve(part);
        }
        String name = reference.digest().map(Digest::toString).orElseGet(() -> reference.tag().orElse("latest"));
        return folder.resolve(safe(name));
    }

    private static String safe(String name) {
        return COLONS ? name : name.replace(':', '_');
    }

    /// The digest that a file is named after, or `null`.
    static @Nullable Digest digestOf(Path file) {
        try {
            return Digest.parse(String.valueOf(file.getFileName()).replaceFirst("_", ":"));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
