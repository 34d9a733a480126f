package dev.spinjvm.plugins.images;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.image.ReproducibleLayerBuilder;
import com.google.common.collect.ImmutableList;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;

/// A layer of a file system, as registries store it.
///
/// @param descriptor of the packed form
/// @param diffId digest of the archive before it was packed
/// @param file holds the packed form
record PackedLayer(Descriptor descriptor, Digest diffId, Path file) {
    static final String MEDIA_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final int BUFFER = 64 << 10;

    /// Packs files. Times, owners and the order do not depend on the machine: the same files give the same bytes.
    static PackedLayer pack(List<FileEntry> entries, Path file) throws IOException {
        Blob archive = new ReproducibleLayerBuilder(ImmutableList.copyOf(entries)).build();
        MessageDigest hash = Digest.Algorithm.SHA256.start();
        BlobDescriptor plain;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
                DigestOutputStream hashed = new DigestOutputStream(out, hash);
                GZIPOutputStream packed = new GZIPOutputStream(hashed, BUFFER)) {
            plain = archive.writeTo(packed);
        }
        Digest digest = new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(hash.digest()));
        return new PackedLayer(new Descriptor(MEDIA_TYPE, digest, Files.size(file)), Digest.parse(plain.getDigest().toString()), file);
    }
}
