package dev.spinjvm.oci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The digest of some content: `sha256:` or `sha512:` and lower-case hexadecimal digits (OCI image specification, descriptor).
///
/// @param algorithm how it was computed
/// @param hex the digits alone
public record Digest(Algorithm algorithm, String hex) {
    private static final int BUFFER = 128 << 10;

    /// The registered algorithms that are supported.
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String text;
        private final String jdkName;
        private final int digits;

        Algorithm(String text, String jdkName, int digits) {
            this.text = text;
            this.jdkName = jdkName;
            this.digits = digits;
        }

        /// A new computation.
        public MessageDigest start() {
            try {
                return MessageDigest.getInstance(jdkName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has " + jdkName, e);
            }
        }
    }

    /// @throws ReferenceException if the digits are not those of the algorithm
    public Digest {
        if (hex.length() != algorithm.digits) {
            throw new ReferenceException("a " + algorithm.text + " digest has " + algorithm.digits + " hexadecimal digits, not " + hex
                    .length());
        }
        if (!hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new ReferenceException("the digits of a digest must be 0-9 and a-f: " + hex);
        }
    }

    /// Reads `algorithm:hex`.
    ///
    /// @throws ReferenceException if the text is no digest of a supported algorithm
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new ReferenceException("a digest must have the form `sha256:...`: " + text);
        }
        String name = text.substring(0, colon);
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.text.equals(name)) {
                return new Digest(algorithm, text.substring(colon + 1));
            }
        }
        throw new ReferenceException("unsupported digest algorithm `" + name + "`, expected sha256 or sha512");
    }

    /// The SHA-256 digest of some bytes.
    public static Digest ofSha256(byte[] content) {
        return new Digest(Algorithm.SHA256, HexFormat.of().formatHex(Algorithm.SHA256.start().digest(content)));
    }

    /// The digest of a stream, which is read to its end.
    public static Digest of(InputStream content, Algorithm algorithm) throws IOException {
        MessageDigest hash = algorithm.start();
        byte[] buffer = new byte[BUFFER];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            hash.update(buffer, 0, count);
        }
        return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
    }

    /// The digest of a file.
    public static Digest ofFile(Path file, Algorithm algorithm) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in, algorithm);
        }
    }

    /// `algorithm:hex`.
    @Override
    public String toString() {
        return algorithm.text + ":" + hex;
    }
}
