package dev.spinjvm.oci;

/// The bytes of a manifest exactly as they are stored, which is what its digest is of.
///
/// Immutable.
public final class RawManifest {
    /// The most bytes that a manifest may have (distribution specification).
    public static final int MAX_BYTES = 4 << 20;

    private final String mediaType;
    private final byte[] bytes;
    private final Digest digest;

    private RawManifest(String mediaType, byte[] bytes, Digest digest) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.digest = digest;
    }

    /// @param bytes not changed by the caller any more
    static RawManifest of(String mediaType, byte[] bytes) {
        return new RawManifest(mediaType, bytes, Digest.ofSha256(bytes));
    }

    public String mediaType() {
        return mediaType;
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The SHA-256 digest of the bytes.
    public Digest digest() {
        return digest;
    }

    /// What an index or a registry would say of it.
    public Descriptor descriptor() {
        return new Descriptor(mediaType, digest, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawManifest manifest && manifest.digest.equals(digest) && manifest.mediaType.equals(mediaType);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return mediaType + " " + digest;
    }
}
