package dev.spinjvm.loader.pem;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// Private keys of PEM files: PKCS#8 (RFC 5958), and the older forms PKCS#1 (RFC 8017, A.1.2) and SEC 1 (RFC 5915), which
/// are PKCS#8 without its outer frame.
public final class PrivateKeys {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {INTEGER, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d010101");
    private static final byte[] RSA_PSS = HexFormat.of().parseHex("06092a864886f70d01010a");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] ED25519 = HexFormat.of().parseHex("06032b6570");
    private static final byte[] ED448 = HexFormat.of().parseHex("06032b6571");
    private static final byte[] NULL = {0x05, 0x00};

    private PrivateKeys() {}

    /// Whether a section of that label holds a private key.
    public static boolean isKey(String label) {
        return label.endsWith("PRIVATE KEY");
    }

    /// Reads the key of a PEM section.
    ///
    /// @throws IllegalArgumentException with a reason and a hint
    public static PrivateKey read(PemSection section) {
        byte[] pkcs8 = switch (section.label()) {
            case "PRIVATE KEY" -> section.content();
            case "RSA PRIVATE KEY" -> fromPkcs1(plain(section));
            case "EC PRIVATE KEY" -> fromSec1(plain(section));
            case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
            default -> throw new IllegalArgumentException("keys of the kind '" + section.label()
                    + "' are not supported; convert it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        };
        try {
            return KeyFactory.getInstance(algorithm(pkcs8)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the section " + section.label() + " is no valid key: " + e.getMessage(), e);
        }
    }

    private static byte[] plain(PemSection section) {
        if (section.encrypted()) {
            throw encrypted();
        }
        return section.content();
    }

    private static IllegalArgumentException encrypted() {
        return new IllegalArgumentException(
                "the key is encrypted; decrypt it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }

    private static byte[] fromPkcs1(byte[] key) {
        return wrap(der(SEQUENCE, RSA, NULL), key);
    }

    private static byte[] fromSec1(byte[] key) {
        var fields = new Der(key).enter(SEQUENCE);
        fields.skip(INTEGER);
        fields.skip(OCTET_STRING);
        return wrap(der(SEQUENCE, EC, fields.content(PARAMETERS)), key);
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, VERSION_0, algorithm, der(OCTET_STRING, key));
    }

    private static String algorithm(byte[] pkcs8) {
        var fields = new Der(pkcs8).enter(SEQUENCE);
        fields.skip(INTEGER);
        byte[] algorithm = fields.content(SEQUENCE);
        if (startsWith(algorithm, RSA)) {
            return "RSA";
        } else if (startsWith(algorithm, RSA_PSS)) {
            return "RSASSA-PSS";
        } else if (startsWith(algorithm, EC)) {
            return "EC";
        } else if (startsWith(algorithm, ED25519) || startsWith(algorithm, ED448)) {
            return "EdDSA";
        }
        throw new IllegalArgumentException("the key's algorithm is not supported; use RSA, EC, Ed25519 or Ed448");
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] der(int tag, byte[]... contents) {
        int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
        var out = new ByteArrayOutputStream(length + 5);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int size = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | size);
            for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    /// A cursor over DER (X.690) values.
    private static final class Der {
        private final byte[] bytes;
        private int at;

        Der(byte[] bytes) {
            this.bytes = bytes;
        }

        Der enter(int tag) {
            return new Der(content(tag));
        }

        void skip(int tag) {
            content(tag);
        }

        byte[] content(int tag) {
            if (next() != tag) {
                throw malformed();
            }
            int length = next();
            if (length >= 0x80) {
                int size = length & 0x7f;
                length = 0;
                for (int i = 0; i < size; i++) {
                    if (length >= 1 << 20) {
                        throw malformed();
                    }
                    length = (length << 8) | next();
                }
            }
            if (length > bytes.length - at) {
                throw malformed();
            }
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        private int next() {
            if (at == bytes.length) {
                throw malformed();
            }
            return bytes[at++] & 0xff;
        }

        private static IllegalArgumentException malformed() {
            return new IllegalArgumentException("the key's content is damaged or of another kind than its first line says");
        }
    }
}
