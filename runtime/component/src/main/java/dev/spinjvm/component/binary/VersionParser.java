package dev.spinjvm.component.binary;

/// Reads Semantic Versioning 2.0.0 and the canonical prefixes of Explainer.md, `canonversion`.
final class VersionParser {

    private final String text;
    private int pos;

    VersionParser(String text) {
        this.text = text;
    }

    Version parse() {
        if (text.isEmpty()) {
            throw wrong("empty string, expected a semver version");
        }
        var major = number("major");
        if (atEnd() && major > 0) {
            return new Version(text, major, 0, 0, "");
        }
        dot("major");
        var minor = number("minor");
        if (atEnd() && major == 0 && minor > 0) {
            return new Version(text, major, minor, 0, "");
        }
        dot("minor");
        var patch = number("patch");
        var pre = accept('-') ? identifiers("pre-release", true) : "";
        if (accept('+')) {
            identifiers("build metadata", false);
        }
        if (!atEnd()) {
            throw wrong("unexpected character '" + text.charAt(pos) + "' after patch version number");
        }
        return new Version(text, major, minor, patch, pre);
    }

    private long number(String what) {
        var start = pos;
        while (!atEnd() && isDigit(text.charAt(pos))) {
            pos++;
        }
        if (pos == start) {
            throw wrong((atEnd() ? "unexpected end of input" : "unexpected character '" + text.charAt(pos) + "'")
                    + " while parsing " + what + " version number");
        }
        var digits = text.substring(start, pos);
        if (digits.length() > 1 && digits.startsWith("0")) {
            throw wrong("invalid leading zero in " + what + " version number");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw wrong(what + " version number is too large");
        }
    }

    private void dot(String after) {
        if (atEnd()) {
            throw wrong("unexpected end of input after " + after + " version number");
        }
        if (!accept('.')) {
            throw wrong("unexpected character '" + text.charAt(pos) + "' after " + after + " version number");
        }
    }

    private String identifiers(String what, boolean strict) {
        var start = pos;
        do {
            var segment = pos;
            var numeric = true;
            while (!atEnd() && isIdentifier(text.charAt(pos))) {
                numeric &= isDigit(text.charAt(pos));
                pos++;
            }
            if (pos == segment) {
                throw wrong("empty identifier segment in " + what);
            }
            if (strict && numeric && pos - segment > 1 && text.charAt(segment) == '0') {
                throw wrong("invalid leading zero in " + what + " identifier");
            }
        } while (accept('.'));
        return text.substring(start, pos);
    }

    private boolean accept(char c) {
        if (atEnd() || text.charAt(pos) != c) {
            return false;
        }
        pos++;
        return true;
    }

    private boolean atEnd() {
        return pos == text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isIdentifier(char c) {
        return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-';
    }

    private IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException("`" + text + "` is not a valid semver: " + message);
    }
}
