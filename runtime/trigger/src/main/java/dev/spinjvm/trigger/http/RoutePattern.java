package dev.spinjvm.trigger.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A parsed route: literals, named parameters and at most one wildcard at the end, cut at `/` and `.`.
///
/// Slashes at either end and doubled slashes mean nothing. A parameter spans one segment, or the part of it up to a dot
/// where the pattern has one (`/files/:name.json`).
final class RoutePattern {
    /// Patterns in the order in which they are tried: exact before parameter before wildcard at the first place where
    /// two differ, then the one with more dots, then the shorter one.
    static final Comparator<RoutePattern> MOST_SPECIFIC_FIRST = RoutePattern::compareSpecificity;

    private final List<Part> parts;
    private final boolean literal;
    private final int dots;

    private RoutePattern(List<Part> parts) {
        this.parts = parts;
        this.literal = parts.stream().noneMatch(part -> part instanceof Part.Parameter || part instanceof Part.Wildcard);
        this.dots = (int) parts.stream().filter(Part.Dot.class::isInstance).count();
    }

    /// Parses a route whose wildcard is spelled `*`.
    ///
    /// @throws IllegalArgumentException with the reason, without naming the route
    static RoutePattern parse(String route) {
        String trimmed = trimSlashes(route);
        var parts = new ArrayList<Part>();
        int start = 0;
        for (int i = 0; i <= trimmed.length(); i++) {
            if (i == trimmed.length() || isSeparator(trimmed.charAt(i))) {
                addSection(parts, start == 0 ? '\0' : trimmed.charAt(start - 1), trimmed.substring(start, i));
                start = i + 1;
            }
        }
        for (int i = 0; i < parts.size() - 1; i++) {
            if (parts.get(i) instanceof Part.Wildcard) {
                throw new IllegalArgumentException("a wildcard may only stand at the end of a route");
            }
        }
        return new RoutePattern(List.copyOf(parts));
    }

    /// Drops all slashes at both ends, as matching does with the request's path.
    static String trimSlashes(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    /// The only path (without slashes at its ends) that matches, or null if there are others.
    @Nullable
    String literalPath() {
        if (!literal) {
            return null;
        }
        var path = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Slash() -> path.append('/');
                case Part.Dot() -> path.append('.');
                case Part.Exact(String text) -> path.append(text);
                case Part.Parameter _,Part.Wildcard _ -> throw new IllegalStateException("a literal pattern has no captures");
            }
        }
        return path.toString();
    }

    /// What the parameters and the wildcard stand for in `path`, or null if the path does not match.
    ///
    /// @param path the request's path without slashes at its ends
    @Nullable
    Captures match(String path) {
        var captures = new Captures();
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part next = i + 1 < parts.size() ? parts.get(i + 1) : null;
            at = step(parts.get(i), next, path, at, captures);
            if (at < 0) {
                return null;
            }
        }
        return at == path.length() ? captures : null;
    }

    private static int step(Part part, @Nullable Part next, String path, int at, Captures captures) {
        return switch (part) {
            case Part.Exact(String text) -> path.startsWith(text, at) ? at + text.length() : -1;
            case Part.Dot() -> at < path.length() && path.charAt(at) == '.' ? at + 1 : -1;
            case Part.Slash() -> {
                if (at < path.length()) {
                    yield path.charAt(at) == '/' ? at + 1 : -1;
                }
                yield next instanceof Part.Wildcard ? at : -1;
            }
            case Part.Wildcard() -> {
                captures.wildcard = path.substring(at);
                yield path.length();
            }
            case Part.Parameter(String name) -> {
                int end = at;
                boolean toDot = next instanceof Part.Dot;
                while (end < path.length() && path.charAt(end) != '/' && !(toDot && path.charAt(end) == '.')) {
                    end++;
                }
                if (at == path.length() || (toDot && (end == path.length() || path.charAt(end) == '/'))) {
                    yield -1;
                }
                captures.names.add(name);
                captures.values.add(path.substring(at, end));
                yield end;
            }
        };
    }

    private static void addSection(List<Part> parts, char before, String section) {
        if (before == '.') {
            if (!parts.isEmpty() && parts.getLast() instanceof Part.Exact(String text)) {
                parts.set(parts.size() - 1, new Part.Exact(text + "."));
            } else {
                parts.add(new Part.Dot());
            }
        }
        if (section.isEmpty()) {
            return;
        }
        if (before == '/') {
            parts.add(new Part.Slash());
        }
        parts.add(partOf(section));
    }

    private static Part partOf(String section) {
        return switch (section.charAt(0)) {
            case '*' -> {
                if (section.length() > 1) {
                    throw new IllegalArgumentException(
                            "since there can only be one wildcard, it doesn't need a name. replace `" + section + "` with `*`");
                }
                yield new Part.Wildcard();
            }
            case ':' -> {
                if (section.length() == 1) {
                    throw new IllegalArgumentException("params must be named");
                }
                yield new Part.Parameter(section.substring(1));
            }
            default -> new Part.Exact(section);
        };
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '.';
    }

    private static int compareSpecificity(RoutePattern left, RoutePattern right) {
        int common = Math.min(left.parts.size(), right.parts.size());
        for (int i = 0; i < common; i++) {
            int order = Integer.compare(rank(left.parts.get(i)), rank(right.parts.get(i)));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(right.dots, left.dots);
        return order != 0 ? order : Integer.compare(left.parts.size(), right.parts.size());
    }

    private static int rank(Part part) {
        return switch (part) {
            case Part.Dot() -> 0;
            case Part.Exact _ -> 1;
            case Part.Parameter _ -> 2;
            case Part.Wildcard() -> 3;
            case Part.Slash() -> 4;
        };
    }

    /// What a match captured; names and values pairwise.
    static final class Captures {
        final List<String> names = new ArrayList<>(2);
        final List<String> values = new ArrayList<>(2);
        @Nullable
        String wildcard;
    }

    private sealed interface Part {
        record Slash() implements Part {}

        record Dot() implements Part {}

        record Exact(String text) implements Part {}

        record Parameter(String name) implements Part {}

        record Wildcard() implements Part {}
    }
}
