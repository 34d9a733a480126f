package dev.spinjvm.oci;

import java.nio.file.Path;
import java.util.List;

/// One repository of a registry, or a directory in the OCI layout: named manifests, and blobs by digest.
///
/// Safe for use by several threads. Every method blocks; every byte that comes out has been compared with its digest.
public interface Repository {
    /// How messages name it.
    String name();

    /// The document as it is stored.
    ///
    /// @throws RegistryException.NotFound if there is none
    ManifestDocument document(Selector selector);

    /// Whether it has a blob.
    boolean has(Digest blob);

    /// Writes a blob to a file, which is created or replaced. When this fails, what the file holds is not to be trusted.
    void fetch(Descriptor blob, Path file, Progress progress);

    /// Stores a file as a blob, unless it is there.
    ///
    /// @return whether bytes had to be transferred
    boolean store(Descriptor blob, Path file, Progress progress);

    /// Makes a blob of another repository of the same registry appear in this one, without transferring it.
    ///
    /// @return whether that was possible
    boolean mount(Descriptor blob, String fromRepository);

    /// Stores a manifest whose blobs are there.
    ///
    /// @param selector a tag, or the digest of the manifest
    void store(RawManifest manifest, Selector selector);

    /// The tags, sorted.
    List<String> tags();

    /// The manifest that a selector means, going through one index if need be.
    default ImageManifest manifest(Selector selector) {
        String where = name() + selector;
        return switch (document(selector)) {
            case ImageManifest manifest -> manifest;
            case ImageIndex index -> {
                Descriptor entry = index.forWasm(where);
                if (!(document(new Selector.ByDigest(entry.digest())) instanceof ImageManifest manifest)) {
                    throw new RegistryException.Malformed(where + " is an index that points to another index");
                }
                yield manifest;
            }
        };
    }

    /// Which manifest is meant.
    sealed interface Selector {
        record ByTag(String tag) implements Selector {
            @Override
            public String toString() {
                return ":" + tag;
            }
        }

        record ByDigest(Digest digest) implements Selector {
            @Override
            public String toString() {
                return "@" + digest;
            }
        }

        /// The digest where a reference has one, else the tag.
        static Selector of(Reference reference) {
            return reference.digest().<Selector>map(ByDigest::new)
                    .orElseGet(() -> new ByTag(reference.tag().orElse(Reference.LATEST)));
        }
    }
}
