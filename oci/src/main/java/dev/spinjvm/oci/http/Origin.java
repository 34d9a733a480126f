package dev.spinjvm.oci.http;

import java.net.URI;
import java.util.Locale;

import dev.spinjvm.oci.RegistryException;

/// Scheme, host and port: what credentials belong to. The port is never left out.
///
/// @param scheme `http` or `https`
/// @param host in lower case; IPv6 in brackets
record Origin(String scheme, String host, int port) {
    private static final String HTTPS = "https";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /// @throws RegistryException.Refused if the address is none of HTTP, or carries a user name
    static Origin of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (!(scheme.equals(HTTPS) || scheme.equals("http")) || host == null || uri.getRawUserInfo() != null) {
            throw new RegistryException.Refused("not an address that is used here: " + Addresses.printable(uri));
        }
        int usual = scheme.equals(HTTPS) ? HTTPS_PORT : HTTP_PORT;
        return new Origin(scheme, host.toLowerCase(Locale.ROOT), uri.getPort() < 0 ? usual : uri.getPort());
    }

    boolean isEncrypted() {
        return scheme.equals(HTTPS);
    }

    boolean isLoopback() {
        return Addresses.isLoopback(host);
    }

    URI resolve(String path) {
        return URI.create(this + path);
    }

    @Override
    public String toString() {
        boolean usual = port == (isEncrypted() ? HTTPS_PORT : HTTP_PORT);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }
}
