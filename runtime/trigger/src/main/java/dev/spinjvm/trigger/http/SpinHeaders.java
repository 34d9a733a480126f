package dev.spinjvm.trigger.http;

import java.util.Locale;
import java.util.function.BiConsumer;

/// The headers by which a guest learns how its request was routed.
///
/// They replace headers of the same names that the client sent; no other `spin-` header is added.
final class SpinHeaders {
    private static final String PREFIX = "spin-";
    private static final String PATH_MATCH = "spin-path-match-";

    private SpinHeaders() {}

    /// Whether a client's header has one of our names or could be taken for one, so that the guest must not see it.
    ///
    /// @param lowerCaseName the header's name in lower case
    static boolean replaces(String lowerCaseName, RouteMatch match) {
        if (!lowerCaseName.startsWith(PREFIX)) {
            return false;
        }
        return switch (lowerCaseName) {
            case "spin-path-info", "spin-full-url", "spin-matched-route", "spin-base-path", "spin-raw-component-route",
                    "spin-component-route",
                    "spin-client-addr" -> true;
            default -> match.parameterNames().stream().anyMatch(name -> lowerCaseName.equals(parameterHeader(name)));
        };
    }

    /// Gives the headers to `sink`, in lower case.
    ///
    /// @param fullUrl scheme, host, path and query of the request
    /// @param clientAddress address and port of the peer
    static void add(RouteMatch match, String fullUrl, String clientAddress, BiConsumer<String, String> sink) {
        Route route = match.route();
        sink.accept("spin-path-info", match.pathInfo());
        sink.accept("spin-full-url", fullUrl);
        sink.accept("spin-matched-route", route.based());
        sink.accept("spin-base-path", "/");
        sink.accept("spin-raw-component-route", route.raw());
        sink.accept("spin-component-route", route.rawPrefix());
        sink.accept("spin-client-addr", clientAddress);
        for (int i = 0; i < match.parameterNames().size(); i++) {
            String name = match.parameterNames().get(i);
            // Of parameters with one name the last one counts, and a name that is no token cannot be a header.
            if (match.parameterNames().lastIndexOf(name) == i && isToken(name)) {
                sink.accept(parameterHeader(name), match.parameterValues().get(i));
            }
        }
    }

    private static String parameterHeader(String parameter) {
        return PATH_MATCH + parameter.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static boolean isToken(String name) {
        return name.chars().allMatch(c -> c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }
}
