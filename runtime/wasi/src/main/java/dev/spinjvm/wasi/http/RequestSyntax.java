package dev.spinjvm.wasi.http;

import dev.spinjvm.component.Variant;
import java.util.List;
import java.util.Locale;

/// The syntax of methods, schemes, authorities and paths, and the variants `method` and `scheme`.
final class RequestSyntax {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");
    private static final List<Variant> METHOD_CASES = List.of(new Variant(0, null), new Variant(1, null), new Variant(2, null),
            new Variant(3, null), new Variant(4, null), new Variant(5, null), new Variant(6, null), new Variant(7, null),
            new Variant(8, null));
    private static final int OTHER_METHOD = METHODS.size();
    private static final Variant HTTP = new Variant(0, null);
    private static final Variant HTTPS = new Variant(1, null);
    private static final int OTHER_SCHEME = 2;

    private RequestSyntax() {}

    static Variant method(String text) {
        int index = METHODS.indexOf(text);
        return index < 0 ? new Variant(OTHER_METHOD, text) : METHOD_CASES.get(index);
    }

    static String methodText(Variant method) {
        return method.index() < OTHER_METHOD ? METHODS.get(method.index()) : String.valueOf(method.payload());
    }

    static Variant scheme(String text) {
        return switch (text) {
            case "http" -> HTTP;
            case "https" -> HTTPS;
            default -> new Variant(OTHER_SCHEME, text);
        };
    }

    /// In lower case, as schemes compare.
    static String schemeText(Variant scheme) {
        return switch (scheme.index()) {
            case 0 -> "http";
            case 1 -> "https";
            default -> String.valueOf(scheme.payload()).toLowerCase(Locale.ROOT);
        };
    }

    /// RFC 9110, 9.1: a token.
    static boolean isMethod(String text) {
        return Fields.isName(text);
    }

    /// RFC 3986, 3.1.
    static boolean isScheme(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0))) {
            return false;
        }
        return text.chars().allMatch(c -> isLetter((char) c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
    }

    /// RFC 3986, 3.2: `[userinfo@]host[:port]`, with a host and, if there is a colon, a port.
    static boolean isAuthority(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"#/<>?\\^`{|}".indexOf(c) >= 0) {
                return false;
            }
        }
        String hostAndPort = text.substring(text.lastIndexOf('@') + 1);
        int bracket = hostAndPort.lastIndexOf(']');
        if (hostAndPort.startsWith("[") ? bracket < 0 : bracket >= 0 || hostAndPort.indexOf('[') >= 0) {
            return false;
        }
        int colon = hostAndPort.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        boolean closed = bracket < 0 || host.endsWith("]");
        return !host.isEmpty() && closed && (colon < 0 || isPort(hostAndPort.substring(colon + 1)));
    }

    private static boolean isPort(String text) {
        return !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text) <= 0xffff;
    }

    /// A path that begins with a slash and an optional query; an empty path means the root.
    static boolean isPathWithQuery(String text) {
        if (!text.isEmpty() && "/?*".indexOf(text.charAt(0)) < 0) {
            return false;
        }
        return text.chars().allMatch(c -> c > ' ' && c != 0x7f && c != '<' && c != '>');
    }

    /// What goes on the request line: never empty, and without a fragment, which is not for servers.
    static String requestTarget(String pathWithQuery) {
        int fragment = pathWithQuery.indexOf('#');
        String target = fragment < 0 ? pathWithQuery : pathWithQuery.substring(0, fragment);
        return target.isEmpty() || target.startsWith("?") ? "/" + target : target;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
