package dev.spinjvm.loader.watch;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/// A pattern of files, as `build.watch` and `files` have them: `*` and `?` within a folder, `**` for any folders, `[ab]`, `{a,b}`.
///
/// What a pattern says of a folder holds for everything below it. A pattern without a slash that has wildcards means files of any depth.
///
/// @param base the folder that everything matching lies below
/// @param expression what the path below `base` matches, slashes between its names; empty for everything
record WatchPattern(Path base, Pattern expression) {
    /// Folders that no pattern means unless it names them: they hold what tools write, and far too much of it.
    private static final Set<String> SKIPPED = Set.of(".git", ".spin", "node_modules");
    /// What Vim writes beside a file that is open.
    private static final String EDITORS = ".swp";
    private static final String META = "*?[{";

    /// One file.
    static WatchPattern file(Path file) {
        return new WatchPattern(file, Pattern.compile(""));
    }

    /// @param root what the pattern is relative to
    static WatchPattern of(Path root, String pattern) {
        String text = pattern.startsWith("./") ? pattern.substring(2) : pattern;
        if (!text.contains("/") && hasMeta(text)) {
            text = "**/" + text;
        }
        Path base = Path.of(text).isAbsolute() ? Path.of("/") : root;
        String[] names = text.split("/");
        int fixed = 0;
        while (fixed < names.length && !hasMeta(names[fixed])) {
            base = base.resolve(names[fixed]);
            fixed++;
        }
        var rest = new StringBuilder();
        for (int i = fixed; i < names.length; i++) {
            boolean last = i == names.length - 1;
            if (names[i].equals("**")) {
                rest.append(last ? ".*" : "(?:.*/)?");
            } else {
                rest.append(expression(names[i])).append(last ? "" : "/");
            }
        }
        return new WatchPattern(base.normalize(), Pattern.compile(rest.isEmpty() ? "" : rest + "(?:/.*)?"));
    }

    /// Whether a file below `base`, or `base` itself, is meant.
    boolean matches(Path file) {
        if (!file.startsWith(base) || file.toString().endsWith(EDITORS)) {
            return false;
        }
        return expression.pattern().isEmpty() || expression.matcher(base.relativize(file).toString().replace('\\', '/')).matches();
    }

    /// Whether there is a point in looking into a folder below `base`.
    boolean enters(Path folder) {
        Path name = folder.getFileName();
        return folder.equals(base) || name == null || !SKIPPED.contains(name.toString());
    }

    private static boolean hasMeta(String text) {
        return text.chars().anyMatch(c -> META.indexOf(c) >= 0);
    }

    private static String expression(String name) {
        var out = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int close = c == '[' ? name.indexOf(']', i + 2) : -1;
            if (c == '*') {
                out.append("[^/]*");
            } else if (c == '?') {
                out.append("[^/]");
            } else if (close > 0) {
                String inside = name.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[").replace("&", "\\&");
                out.append('[').append(inside.startsWith("!") ? "^" + inside.substring(1) : inside).append(']');
                i = close;
            } else if (c == '{' && name.indexOf('}', i) > 0) {
                out.append("(?:");
                depth++;
            } else if (c == '}' && depth > 0) {
                out.append(')');
                depth--;
            } else if (c == ',' && depth > 0) {
                out.append('|');
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return out + ")".repeat(depth);
    }
}
