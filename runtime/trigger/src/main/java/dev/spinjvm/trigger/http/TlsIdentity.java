package dev.spinjvm.trigger.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

import dev.spinjvm.loader.pem.PemSection;
import dev.spinjvm.loader.pem.PrivateKeys;
import dev.spinjvm.trigger.TriggerException;

/// The certificate chain and private key with which the server identifies itself.
record TlsIdentity(List<Certificate> chain, PrivateKey key) {
    /// The password of the key store in memory, which never leaves the process.
    static final String STORE_PASSWORD = "in-memory";

    /// Loads both PEM files; of several keys the first one counts.
    ///
    /// @throws TriggerException naming the file and what is wrong with it
    static TlsIdentity load(Path certificates, Path privateKey) {
        List<Certificate> chain = certificates(certificates);
        PrivateKey key = privateKey(privateKey);
        if (!belongTogether(key, chain.getFirst().getPublicKey())) {
            throw new TriggerException("the private key in '" + privateKey + "' does not belong to the first certificate in '"
                    + certificates + "'");
        }
        return new TlsIdentity(chain, key);
    }

    KeyStore toKeyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, STORE_PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new TriggerException("failed to prepare the TLS identity", e);
        }
    }

    private static List<Certificate> certificates(Path path) {
        String what = "certificate(s)";
        PemFile file = PemFile.read(path, what);
        List<Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemSection section : file.sections()) {
                if (section.label().equals("CERTIFICATE") || section.label().equals("X509 CERTIFICATE")) {
                    chain.add(factory.generateCertificate(new ByteArrayInputStream(section.content())));
                }
            }
        } catch (CertificateException e) {
            throw PemFile.failure(path, what, "certificate " + (chain.size() + 1) + " is not a valid X.509 certificate", e);
        }
        if (chain.isEmpty()) {
            throw new TriggerException("failed to load " + what + " from '" + path
                    + "': the file has no section '-----BEGIN CERTIFICATE-----'");
        }
        return chain;
    }

    private static PrivateKey privateKey(Path path) {
        String what = "private key";
        PemFile file = PemFile.read(path, what);
        PemSection section = file.sections().stream().filter(candidate -> PrivateKeys.isKey(candidate.label())).findFirst()
                .orElseThrow(
                        () -> new TriggerException("failed to load " + what + " from '" + path
                                + "': the file has no section '-----BEGIN PRIVATE KEY-----'"));
        try {
            return PrivateKeys.read(section);
        } catch (IllegalArgumentException e) {
            throw PemFile.failure(path, what, String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return true;
        }
        try {
            byte[] sample = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
