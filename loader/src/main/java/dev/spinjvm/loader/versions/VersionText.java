package dev.spinjvm.loader.versions;

/// The parts that versions and requirements have in common.
final class VersionText {
    static final String MAJOR = "major version number";
    static final String MINOR = "minor version number";
    static final String PATCH = "patch version number";
    static final String PRE = "pre-release identifier";
    static final String BUILD = "build metadata";
    /// 2^64 - 1 has twenty digits; what is counted here stays below 2^63.
    private static final int SAFE_DIGITS = 18;

    private final String text;
    private int at;

    VersionText(String text) {
        this.text = text;
    }

    boolean isOver() {
        return at >= text.length();
    }

    int position() {
        return at;
    }

    char next() {
        return text.charAt(at);
    }

    boolean take(String word) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    void skipSpaces() {
        while (!isOver() && next() == ' ') {
            at++;
        }
    }

    /// Takes one of the signs that stand for any number.
    boolean takeWildcard() {
        return take("*") || take("x") || take("X");
    }

    long number(String what) throws VersionFormatException {
        int start = at;
        while (!isOver() && next() >= '0' && next() <= '9') {
            if (at > start && text.charAt(start) == '0') {
                throw new VersionFormatException("invalid leading zero in " + what);
            }
            at++;
        }
        if (at == start) {
            throw isOver()
                    ? new VersionFormatException("unexpected end of input while parsing " + what)
                    : new VersionFormatException("unexpected character " + quoted() + " while parsing " + what);
        }
        if (at - start > SAFE_DIGITS) {
            throw new VersionFormatException("value of " + what + " exceeds u64::MAX");
        }
        return Long.parseLong(text, start, at, 10);
    }

    void dot(String after) throws VersionFormatException {
        if (!take(".")) {
            throw isOver() ? new VersionFormatException("unexpected end of input while parsing " + after) : unexpectedAfter(after);
        }
    }

    /// Identifiers with dots between them, at least one.
    String identifiers(String what) throws VersionFormatException {
        int start = at;
        int segment = at;
        boolean digitsOnly = true;
        while (true) {
            char c = isOver() ? ' ' : next();
            boolean digit = c >= '0' && c <= '9';
            if (digit || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-') {
                digitsOnly &= digit;
                at++;
                continue;
            }
            if (at == segment) {
                throw new VersionFormatException("empty identifier segment in " + what);
            }
            if (what.equals(PRE) && digitsOnly && at - segment > 1 && text.charAt(segment) == '0') {
                throw new VersionFormatException("invalid leading zero in " + what);
            }
            if (c != '.') {
                return text.substring(start, at);
            }
            at++;
            segment = at;
            digitsOnly = true;
        }
    }

    VersionFormatException unexpectedAfter(String what) {
        return new VersionFormatException("unexpected character " + quoted() + " after " + what);
    }

    String quoted() {
        return "'" + Character.toString(text.codePointAt(at)) + "'";
    }
}
