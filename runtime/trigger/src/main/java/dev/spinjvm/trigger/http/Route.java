package dev.spinjvm.trigger.http;

import dev.spinjvm.trigger.TriggerException;

/// A routable route of the application.
///
/// @param raw the route as the manifest has it
/// @param based the route with a leading and without a trailing slash; empty for `/`
/// @param path the route without its wildcard; `/` for the root
/// @param wildcard whether it ends in `/...` or `/*`
record Route(RouteTarget target, String raw, String based, String path, boolean wildcard, RoutePattern pattern) {
    static final String WILDCARD_SUFFIX = "/...";

    static Route parse(RouteTarget target, String raw) {
        String absolute = raw.startsWith("/") ? raw : "/" + raw;
        String based = absolute.endsWith("/") ? absolute.substring(0, absolute.length() - 1) : absolute;
        boolean dots = based.endsWith(WILDCARD_SUFFIX);
        boolean wildcard = dots || based.endsWith("/*");
        String prefix = wildcard ? based.substring(0, based.lastIndexOf('/')) : based;
        try {
            if (("/" + prefix + "/").contains("/.../")) {
                throw new IllegalArgumentException("the wildcard `...` may only stand at the end of a route");
            }
            RoutePattern pattern = RoutePattern.parse(dots ? prefix + "/*" : based);
            return new Route(target, raw, based, prefix.isEmpty() ? "/" : prefix, wildcard, pattern);
        } catch (IllegalArgumentException e) {
            throw new TriggerException(
                    "Error parsing route " + based + " associated with component " + target.id() + ": " + e.getMessage(), e);
        }
    }

    /// The raw route without a trailing `/...`.
    String rawPrefix() {
        return raw.endsWith(WILDCARD_SUFFIX) ? raw.substring(0, raw.length() - WILDCARD_SUFFIX.length()) : raw;
    }

    /// The text behind the base URL in the list of routes.
    String display() {
        return (path.equals("/") ? "" : path) + (wildcard ? " (wildcard)" : "");
    }
}
