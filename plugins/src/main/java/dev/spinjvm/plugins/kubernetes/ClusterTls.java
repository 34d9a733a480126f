package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.loader.pem.PemSection;
import dev.spinjvm.loader.pem.PrivateKeys;
import dev.spinjvm.plugins.kubernetes.ClusterAccess.ClientCertificate;
import dev.spinjvm.plugins.web.AnyCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whom a client of a cluster trusts, and as whom it is known.
final class ClusterTls {
    /// Of a key store that never leaves this process.
    private static final char[] PASSWORD = "in-memory".toCharArray();

    private ClusterTls() {}

    static SSLContext context(ClusterAccess access, @Nullable ClientCertificate certificate) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificate == null ? null : identity(certificate), trust(access), null);
            return context;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new ClusterException("The certificates of the context '" + access.context() + "' cannot be used", e);
        }
    }

    private static TrustManager @Nullable [] trust(ClusterAccess access) throws GeneralSecurityException, IOException {
        if (access.insecure()) {
            return new TrustManager[]{new AnyCertificate()};
        }
        byte[] authorities = access.authorities();
        if (authorities == null) {
            return null;
        }
        KeyStore trusted = emptyStore();
        int number = 0;
        for (Certificate authority : certificates(authorities)) {
            trusted.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static KeyManager[] identity(ClientCertificate certificate) throws GeneralSecurityException, IOException {
        PrivateKey key = PemSection.sections(new String(certificate.key(), StandardCharsets.ISO_8859_1)).stream().filter(
                section -> PrivateKeys.isKey(section.label())).findFirst().map(PrivateKeys::read).orElseThrow(
                        () -> new IllegalArgumentException("there is no private key"));
        KeyStore store = emptyStore();
        store.setKeyEntry("client", key, PASSWORD, certificates(certificate.chain()).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(
                pem));
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate");
        }
        return found;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
