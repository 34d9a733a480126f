package dev.spinjvm.trigger.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the route for a request's path. Immutable, safe for any number of threads.
///
/// Exact routes win over routes with parameters, those over wildcards, and a longer prefix over a shorter one. Slashes at
/// the end of a path do not matter for the choice.
final class Router {
    /// Paths below this one are answered by the server itself.
    static final String WELL_KNOWN_PREFIX = "/.well-known/spin/";

    private final List<Route> routes;
    private final List<Duplicate> duplicates;
    private final Map<String, Route> literals;
    private final List<Route> patterns;

    private Router(List<Route> routes, List<Duplicate> duplicates) {
        this.routes = List.copyOf(routes);
        this.duplicates = List.copyOf(duplicates);
        this.literals = new HashMap<>();
        this.patterns = new ArrayList<>();
        for (Route route : routes) {
            String literal = route.pattern().literalPath();
            if (literal == null) {
                patterns.add(route);
            } else {
                literals.putIfAbsent(literal, route);
            }
        }
    }

    /// Builds a router. Of routes written the same way the last one counts.
    ///
    /// @throws dev.spinjvm.trigger.TriggerException for a malformed route, naming its component
    static Router of(List<Entry> entries) {
        var byRaw = new LinkedHashMap<String, Route>();
        var duplicates = new ArrayList<Duplicate>();
        for (Entry entry : entries) {
            Route replaced = byRaw.get(entry.route());
            Route route = Route.parse(entry.target(), entry.route());
            byRaw.put(entry.route(), route);
            if (replaced != null) {
                duplicates.add(new Duplicate(replaced.target().id(), replaced.based().isEmpty() ? "/" : replaced.based(),
                        entry.target().id()));
            }
        }
        var ordered = new ArrayList<>(byRaw.values());
        ordered.sort((left, right) -> RoutePattern.MOST_SPECIFIC_FIRST.compare(left.pattern(), right.pattern()));
        return new Router(ordered, duplicates);
    }

    /// The routes in the order in which they are tried.
    List<Route> routes() {
        return routes;
    }

    /// The routes that were given twice, in order.
    List<Duplicate> duplicates() {
        return duplicates;
    }

    /// Whether a route lies below the reserved prefix and can therefore never be reached.
    boolean containsReservedRoute() {
        return routes.stream().anyMatch(route -> route.based().startsWith(WELL_KNOWN_PREFIX));
    }

    /// The best route for a path.
    ///
    /// @param path the path of the request target, still percent-encoded
    Optional<RouteMatch> match(String path) {
        String trimmed = RoutePattern.trimSlashes(path);
        Route literal = literals.get(trimmed);
        if (literal != null) {
            return Optional.of(new RouteMatch(literal, "", List.of(), List.of()));
        }
        for (Route route : patterns) {
            RoutePattern.Captures captures = route.pattern().match(trimmed);
            if (captures != null) {
                return Optional.of(new RouteMatch(route, pathInfo(captures, path), captures.names, captures.values));
            }
        }
        return Optional.empty();
    }

    private static String pathInfo(RoutePattern.Captures captures, String path) {
        String rest = captures.wildcard;
        if (rest == null) {
            return "";
        }
        String slash = path.endsWith("/") ? "/" : "";
        return rest.isEmpty() ? slash : "/" + rest + slash;
    }

    /// A route as the manifest has it.
    record Entry(RouteTarget target, String route) {}

    /// A route that can never be reached, because a later one is written the same way.
    record Duplicate(String replacedId, String route, String effectiveId) {}
}
