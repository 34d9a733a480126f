package dev.spinjvm.plugins.bindle;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Ed25519 (RFC 8032) with keys as Bindle writes them: 32 bytes of public key; 32 bytes of seed and the public key for a pair; in base64.
final class Ed25519 {
    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    /// What X.509 (RFC 8410) puts before the 32 bytes.
    private static final byte[] PUBLIC_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /// Whether a signature is right.
    ///
    /// @throws BindleException if the key or the signature is none at all
    static boolean verify(String key, byte[] text, String signature) {
        PublicKey publicKey = publicKey(key);
        byte[] bytes = decode(signature, "signature block is corrupt for key " + key);
        if (bytes.length != SIGNATURE_BYTES) {
            throw new BindleException("signature block is corrupt for key " + key);
        }
        try {
            Signature verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(publicKey);
            verification.update(text);
            return verification.verify(bytes);
        } catch (GeneralSecurityException _) {
            // Such as an S beyond the order of the group.
            return false;
        }
    }

    static PublicKey publicKey(String key) {
        String corrupt = "key is corrupt for `" + key + "`";
        byte[] raw = decode(key, corrupt);
        if (raw.length != KEY_BYTES) {
            throw new BindleException(corrupt);
        }
        byte[] encoded = Arrays.copyOf(PUBLIC_HEADER, PUBLIC_HEADER.length + KEY_BYTES);
        System.arraycopy(raw, 0, encoded, PUBLIC_HEADER.length, KEY_BYTES);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new BindleException(corrupt, e);
        }
    }

    /// The public half of a pair. The message of no error says anything of the pair.
    static String publicHalf(String pair) {
        byte[] raw = pair(pair);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(raw, KEY_BYTES, raw.length));
    }

    static String sign(String pair, byte[] text) {
        byte[] seed = Arrays.copyOf(pair(pair), KEY_BYTES);
        try {
            PrivateKey key = KeyFactory.getInstance(ALGORITHM).generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature signing = Signature.getInstance(ALGORITHM);
            signing.initSign(key);
            signing.update(text);
            return Base64.getEncoder().encodeToString(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new BindleException("failed to sign the invoice with the given key", e);
        }
    }

    /// A new pair.
    static String newPair() {
        try {
            var generator = java.security.KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new SecureRandom());
            var made = generator.generateKeyPair();
            byte[] seed = ((java.security.interfaces.EdECPrivateKey) made.getPrivate()).getBytes().orElseThrow();
            byte[] encoded = made.getPublic().getEncoded();
            byte[] pair = Arrays.copyOf(seed, 2 * KEY_BYTES);
            System.arraycopy(encoded, encoded.length - KEY_BYTES, pair, KEY_BYTES, KEY_BYTES);
            return Base64.getEncoder().encodeToString(pair);
        } catch (GeneralSecurityException e) {
            throw new BindleException("this Java makes no Ed25519 keys", e);
        }
    }

    private static byte[] pair(String pair) {
        byte[] raw = decode(pair, "the secret key is corrupt");
        if (raw.length != 2 * KEY_BYTES) {
            throw new BindleException("the secret key is corrupt");
        }
        return raw;
    }

    private static byte[] decode(String text, String problem) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw new BindleException(problem);
        }
    }
}
