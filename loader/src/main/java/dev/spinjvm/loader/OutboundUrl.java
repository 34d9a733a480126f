package dev.spinjvm.loader;

import java.util.Locale;
import java.util.Optional;

/// The part of an outbound address that permission depends on.
///
/// Whoever dials must dial what stands here and not read the text again, so that what was checked is what is called.
///
/// @param host as written, IPv6 in brackets
/// @param port -1 where the text has none
public record OutboundUrl(String scheme, String host, int port) {
    /// Reads `scheme://[user@]host[:port][/…]`; without a scheme, `defaultScheme` is meant. Empty if it is no such address.
    public static Optional<OutboundUrl> parse(String text, String defaultScheme) {
        int separator = text.indexOf("://");
        boolean hasScheme = separator > 0 && isScheme(text.substring(0, separator));
        String scheme = hasScheme ? text.substring(0, separator).toLowerCase(Locale.ROOT) : defaultScheme;
        String rest = hasScheme ? text.substring(separator + 3) : text;
        int path = rest.indexOf('/');
        int at = rest.indexOf('@');
        if (at >= 0 && (path < 0 || at < path)) {
            // A password may hold any character but '/'; what follows the last '@' is the host.
            String authority = path < 0 ? rest : rest.substring(0, path);
            rest = rest.substring(authority.lastIndexOf('@') + 1);
        }
        int end = 0;
        while (end < rest.length() && "/?#\\".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return authority(scheme, rest.substring(0, end));
    }

    private static Optional<OutboundUrl> authority(String scheme, String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        String port = hasPort ? authority.substring(colon + 1) : "";
        if (host.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int number = port.isEmpty() ? -1 : Integer.parseInt(port);
        return number > 0xffff ? Optional.empty() : Optional.of(new OutboundUrl(scheme, host, number));
    }

    /// `host` or `host:port`.
    public String authority() {
        return port < 0 ? host : host + ":" + port;
    }

    private static boolean isScheme(String text) {
        return Character.isLetter(text.charAt(0)) && text.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "+-.".indexOf(
                c) >= 0));
    }
}
