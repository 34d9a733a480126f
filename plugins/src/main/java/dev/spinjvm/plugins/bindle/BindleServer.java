package dev.spinjvm.plugins.bindle;

import java.net.URI;
import java.util.Optional;

import dev.spinjvm.plugins.web.Credentials;

/// Where a Bindle server is, and who asks it.
///
/// @param url as the user wrote it, such as `http://localhost:8080/v1`
/// @param acceptsAnyCertificate whether the server may be anybody
public record BindleServer(String url, Credentials credentials, boolean acceptsAnyCertificate) {
    /// A server, asked by a user if both name and password are known, by nobody in particular if neither is.
    ///
    /// @throws BindleException if only one of them is
    public static BindleServer of(String url, Optional<String> user, Optional<String> password, boolean acceptsAnyCertificate) {
        if (user.isPresent() != password.isPresent()) {
            throw new BindleException("--bindle-username and --bindle-password are needed together; " + (user.isPresent()
                    ? "--bindle-password"
                    : "--bindle-username") + " is missing");
        }
        Credentials credentials = user.isPresent() ? new Credentials.Basic(user.get(), password.orElseThrow()) : new Credentials.None();
        return new BindleServer(url, credentials, acceptsAnyCertificate);
    }

    /// What the paths of the protocol are relative to; ends with a slash. A URL without a path means version 1 of the protocol.
    ///
    /// @throws BindleException if the URL is none for HTTP
    public URI base() {
        try {
            URI uri = URI.create(url.endsWith("/") ? url : url + "/");
            String scheme = uri.getScheme();
            if (uri.getHost() == null || scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new BindleException("'" + url + "' is no URL of a Bindle server: it begins with http:// or https://");
            }
            return uri.getPath().equals("/") ? URI.create(uri + "v1/") : uri;
        } catch (IllegalArgumentException e) {
            throw new BindleException("'" + url + "' is no URL of a Bindle server", e);
        }
    }
}
