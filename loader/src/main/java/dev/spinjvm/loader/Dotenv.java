package dev.spinjvm.loader;

import java.util.LinkedHashMap;
import java.util.Map;

/// Reads `.env` files: `NAME=value` lines, an optional `export` in front, `#` comments, single quotes (taken as they are), double quotes with
/// backslash escapes, and `$NAME` or `${NAME}` outside single quotes.
final class Dotenv {
    private final Map<String, String> environment;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final String text;
    private int at;
    private int line = 1;

    private Dotenv(String text, Map<String, String> environment) {
        this.text = text;
        this.environment = environment;
    }

    /// @param environment what `$NAME` means unless the file says otherwise
    /// @throws LoadException naming the line that cannot be read; never its content
    static Map<String, String> parse(String text, Map<String, String> environment) {
        var dotenv = new Dotenv(text, environment);
        while (dotenv.at < text.length()) {
            dotenv.line();
        }
        return dotenv.values;
    }

    private void line() {
        skipBlanks();
        if (peek() == '#' || peek() == '\n') {
            skipLine();
            return;
        }
        String name = name();
        if (name.equals("export") && (peek() == ' ' || peek() == '\t')) {
            skipBlanks();
            name = name();
        }
        skipBlanks();
        if (name.isEmpty() || peek() != '=') {
            throw malformed();
        }
        at++;
        skipBlanks();
        values.putIfAbsent(name, value());
        skipBlanks();
        if (peek() != '\n' && peek() != '#') {
            throw malformed();
        }
        skipLine();
    }

    private String value() {
        var value = new StringBuilder();
        while (peek() != '\n') {
            char c = peek();
            if (c == '\'') {
                at++;
                while (peekRaw() != '\'') {
                    value.append(next());
                }
                at++;
            } else if (c == '"') {
                at++;
                doubleQuoted(value);
                at++;
            } else if (c == ' ' || c == '\t') {
                return value.toString();
            } else {
                plain(value);
            }
        }
        return value.toString();
    }

    private void doubleQuoted(StringBuilder value) {
        while (peekRaw() != '"') {
            plain(value);
        }
    }

    private void plain(StringBuilder value) {
        char c = next();
        if (c == '$') {
            value.append(substitution());
        } else if (c == '\\') {
            char escaped = next();
            value.append(escaped == 'n' ? '\n' : escaped);
        } else {
            value.append(c);
        }
    }

    private String substitution() {
        boolean braces = at < text.length() && text.charAt(at) == '{';
        if (braces) {
            at++;
        }
        String name = name();
        if (braces && next() != '}') {
            throw malformed();
        }
        String earlier = values.getOrDefault(name, "");
        return environment.getOrDefault(name, earlier);
    }

    private String name() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_' || text.charAt(at) == '.')) {
            at++;
        }
        return text.substring(start, at);
    }

    /// The next character; the end of the text is the end of a line.
    private char peek() {
        return at >= text.length() || text.charAt(at) == '\r' ? '\n' : text.charAt(at);
    }

    private char peekRaw() {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peekRaw();
        if (c == '\n') {
            line++;
        }
        at++;
        return c;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
        line++;
    }

    private LoadException malformed() {
        return new LoadException("Failed to parse the .env file at line " + line);
    }
}
