package dev.spinjvm.component.wit;

import dev.spinjvm.component.wit.WitSyntax.Position;

/// Splits one WIT file into tokens, one look-ahead at a time. Comments and blanks are skipped.
final class WitLexer {
    enum Kind {
        WORD, NUMBER, SYMBOL, END
    }

    private final WitSource source;
    private final String text;
    private int next;
    private int start;
    private Kind kind = Kind.END;
    private String value = "";

    WitLexer(WitSource source) {
        this.source = source;
        this.text = source.text();
        advance();
    }

    boolean atEnd() {
        return kind == Kind.END;
    }

    /// Whether the current token is this symbol or keyword; an escaped word (`%type`) is never a keyword.
    boolean at(String symbolOrKeyword) {
        return kind != Kind.END && value.equals(symbolOrKeyword) && text.charAt(start) != '%';
    }

    boolean accept(String symbolOrKeyword) {
        if (!at(symbolOrKeyword)) {
            return false;
        }
        advance();
        return true;
    }

    void expect(String symbolOrKeyword) {
        if (!accept(symbolOrKeyword)) {
            throw unexpected("'" + symbolOrKeyword + "'");
        }
    }

    String word(String what) {
        if (kind != Kind.WORD) {
            throw unexpected(what);
        }
        return take();
    }

    int number() {
        if (kind != Kind.NUMBER) {
            throw unexpected("a number");
        }
        Position at = position();
        try {
            return Integer.parseInt(take());
        } catch (NumberFormatException e) {
            throw at.error("number out of range");
        }
    }

    /// The version after an `@` that is the current token: digits, letters, `.`, `-`, `+`; a dot before `{` ends it.
    String version() {
        if (!at("@")) {
            throw unexpected("'@'");
        }
        int from = next;
        while (next < text.length() && isVersionPart(next)) {
            next++;
        }
        String version = text.substring(from, next);
        advance();
        return version;
    }

    Position position() {
        return new Position(source, start);
    }

    WitException unexpected(String wanted) {
        return position().error("expected " + wanted + ", found " + (kind == Kind.END ? "the end of the file" : "'" + value + "'"));
    }

    /// Passes over the current token, whatever it is.
    void skip() {
        advance();
    }

    private String take() {
        String taken = value;
        advance();
        return taken;
    }

    private boolean isVersionPart(int i) {
        char c = text.charAt(i);
        if (c == '.') {
            return i + 1 < text.length() && text.charAt(i + 1) != '{';
        }
        return isWordPart(c) || c == '+';
    }

    private void advance() {
        skipBlanks();
        start = next;
        if (next == text.length()) {
            kind = Kind.END;
            value = "";
            return;
        }
        char c = text.charAt(next);
        if (c == '%' || Character.isLetter(c)) {
            int from = c == '%' ? ++next : next;
            while (next < text.length() && isWordPart(text.charAt(next))) {
                next++;
            }
            kind = Kind.WORD;
            value = text.substring(from, next);
        } else if (Character.isDigit(c)) {
            while (next < text.length() && Character.isDigit(text.charAt(next))) {
                next++;
            }
            kind = Kind.NUMBER;
            value = text.substring(start, next);
        } else {
            next += text.startsWith("->", next) ? 2 : 1;
            kind = Kind.SYMBOL;
            value = text.substring(start, next);
        }
    }

    private static boolean isWordPart(char c) {
        return c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void skipBlanks() {
        while (next < text.length()) {
            if (Character.isWhitespace(text.charAt(next))) {
                next++;
            } else if (text.startsWith("//", next)) {
                int end = text.indexOf('\n', next);
                next = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", next)) {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipBlockComment() {
        start = next;
        int depth = 0;
        do {
            if (text.startsWith("/*", next)) {
                depth++;
                next += 2;
            } else if (text.startsWith("*/", next)) {
                depth--;
                next += 2;
            } else if (next < text.length()) {
                next++;
            } else {
                throw position().error("this block comment is never closed");
            }
        } while (depth > 0);
    }
}
