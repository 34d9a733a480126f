package dev.spinjvm.plugins.manage;

import dev.spinjvm.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/// SHA-256 digests in lower-case hexadecimal digits.
final class Sha256 {
    private Sha256() {}

    static String of(String text) {
        return Digest.ofSha256(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    static String of(Path file) throws IOException {
        MessageDigest digest = Digest.Algorithm.SHA256.start();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 << 10];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
