package dev.spinjvm.oci.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import dev.spinjvm.oci.RegistryException;

/// Addresses that servers name.
final class Addresses {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|.+\\.localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[(0*:)+0*1]");

    private Addresses() {}

    /// Whether a host can only be this machine. Names are not resolved: what they resolve to is somebody else's word.
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /// The address without its query, which may hold a signature.
    static String printable(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        String shown = query < 0 ? text : text.substring(0, query) + "?…";
        int user = shown.indexOf('@');
        int slashes = shown.indexOf("//");
        return Texts.printable(user > slashes && slashes >= 0 ? shown.substring(0, slashes + 2) + "…" + shown.substring(user) : shown);
    }

    /// The address that a header names, relative to the one that was asked.
    ///
    /// @throws RegistryException.Malformed if it is none
    static URI resolve(URI asked, String named, String header) {
        try {
            URI uri = asked.resolve(new URI(named));
            return uri.getRawFragment() == null ? uri : new URI(uri.toString().substring(0, uri.toString().indexOf('#')));
        } catch (URISyntaxException | IllegalArgumentException _) {
            throw new RegistryException.Malformed(Origin.of(asked) + " names an invalid address in `" + header + "`");
        }
    }

    /// The address with one more parameter. What is there stays as it is, byte for byte: it may be signed.
    static URI withParameter(URI uri, String name, String value) {
        return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + name + "=" + value);
    }
}
