package dev.spinjvm.loader;

/// Finds keys and values on a line of TOML, given the start of the assignment or header they belong to.
///
/// The parser tells only where an assignment or header begins; a caret below the offending word needs more.
final class KeyLocator {
    private KeyLocator() {}

    /// The last part of the dotted key starting at `start` that reads `key`, else the whole key.
    static Position key(ManifestText text, Position start, String key) {
        String line = text.line(start.line());
        int at = skip(line, start.column() - 1, "[ \t");
        int first = at;
        Position found = null;
        while (at < line.length()) {
            int end = partEnd(line, at);
            if (end == at) {
                break;
            }
            if (unquoted(line.substring(at, end)).equals(key)) {
                found = new Position(start.line(), at + 1, end - at);
            }
            int dot = skip(line, end, " \t");
            if (dot >= line.length() || line.charAt(dot) != '.') {
                at = end;
                break;
            }
            at = skip(line, dot + 1, " \t");
        }
        return found != null ? found : new Position(start.line(), first + 1, Math.max(0, at - first));
    }

    /// The value of the assignment starting at `start`; the key itself where there is no `=`, as in a header.
    static Position assigned(ManifestText text, Position start, String key) {
        String line = text.line(start.line());
        int at = skip(line, start.column() - 1, " \t");
        while (at < line.length() && line.charAt(at) != '=') {
            int end = partEnd(line, at);
            at = end == at ? at + 1 : end;
        }
        if (at >= line.length() || line.substring(start.column() - 1).startsWith("[")) {
            return key(text, start, key);
        }
        return value(text, new Position(start.line(), skip(line, at + 1, " \t") + 1, 0));
    }

    /// The extent, on its first line, of the value that begins at `start`.
    static Position value(ManifestText text, Position start) {
        String line = text.line(start.line());
        int from = start.column() - 1;
        int end = Math.min(from, line.length());
        int depth = 0;
        while (end < line.length()) {
            char c = line.charAt(end);
            if (c == '"' || c == '\'') {
                end = partEnd(line, end);
            } else if (c == '[' || c == '{') {
                depth++;
                end++;
            } else if (c == ']' || c == '}') {
                if (depth == 0) {
                    break;
                }
                depth--;
                end++;
            } else if (c == '#' || (depth == 0 && (c == ',' || c == ' ' || c == '\t'))) {
                break;
            } else {
                end++;
            }
        }
        return new Position(start.line(), start.column(), Math.max(0, line.substring(Math.min(from, end), end).stripTrailing().length()));
    }

    private static int skip(String line, int from, String what) {
        int at = Math.max(0, from);
        while (at < line.length() && what.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int partEnd(String line, int start) {
        char quote = line.charAt(start);
        int end = start;
        if (quote == '"' || quote == '\'') {
            end++;
            while (end < line.length() && line.charAt(end) != quote) {
                end += quote == '"' && line.charAt(end) == '\\' ? 2 : 1;
            }
            return Math.min(line.length(), end + 1);
        }
        while (end < line.length() && (Character.isLetterOrDigit(line.charAt(end)) || "_-".indexOf(line.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static String unquoted(String part) {
        boolean quoted = part.length() > 1 && (part.startsWith("\"") || part.startsWith("'"));
        return quoted ? part.substring(1, part.length() - 1) : part;
    }
}
