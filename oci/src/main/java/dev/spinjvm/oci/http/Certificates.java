package dev.spinjvm.oci.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// Certificates of authorities that only this user knows.
final class Certificates {
    private Certificates() {}

    /// Trusts what the Java runtime trusts and some certificates.
    ///
    /// @param pem may hold other text, too
    /// @param where they come from, for messages
    static SSLContext trusting(byte[] pem, String where) {
        try {
            Collection<? extends Certificate> own = CertificateFactory.getInstance("X.509").generateCertificates(
                    new ByteArrayInputStream(pem));
            if (own.isEmpty()) {
                throw new RegistryException.Local("there is no certificate in " + where, null);
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : own) {
                trusted.setCertificateEntry("own-" + number++, certificate);
            }
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager standard) {
                    for (X509Certificate certificate : standard.getAcceptedIssuers()) {
                        trusted.setCertificateEntry("standard-" + number++, certificate);
                    }
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(trusted), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new RegistryException.Local("cannot read certificates from " + where, e);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
