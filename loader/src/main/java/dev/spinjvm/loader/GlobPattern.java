package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.List;

/// A shell-like pattern with the meaning Spin gives it: `?`, `*`, `**` as a whole path component, `[abc]`, `[!abc]`, `[a-z]`.
///
/// Matched against a whole path, `*` and `?` match `/` too; [GlobWalk] matches component by component, where they cannot.
final class GlobPattern {
    private sealed interface Token {
        record Exactly(int codePoint) implements Token {}

        record AnyCharacter() implements Token {}

        record AnySequence() implements Token {}

        record AnyDirectories() implements Token {}

        /// @param ranges pairs of first and last
        record OneOf(boolean negated, List<int[]> ranges) implements Token {}
    }

    private final List<Token> tokens;

    private GlobPattern(List<Token> tokens) {
        this.tokens = tokens;
    }

    /// Whether a text has characters that mean something in a pattern.
    static boolean looksLikeOne(String text) {
        return text.chars().anyMatch(c -> "?*[]".indexOf(c) >= 0);
    }

    /// Reads a pattern.
    ///
    /// @throws LoadException with the reason
    static GlobPattern parse(String pattern) {
        int[] text = pattern.codePoints().toArray();
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length) {
            int c = text[at];
            if (c == '*') {
                at = stars(text, at, tokens);
            } else if (c == '?') {
                tokens.add(new Token.AnyCharacter());
                at++;
            } else if (c == '[') {
                at = characterClass(text, at, tokens);
            } else {
                tokens.add(new Token.Exactly(c));
                at++;
            }
        }
        return new GlobPattern(tokens);
    }

    private static int stars(int[] text, int start, List<Token> tokens) {
        int end = start;
        while (end < text.length && text[end] == '*') {
            end++;
        }
        int count = end - start;
        if (count > 2) {
            throw new LoadException("Pattern syntax error near position " + (start + 2)
                    + ": wildcards are either regular `*` or recursive `**`");
        }
        if (count == 1) {
            tokens.add(new Token.AnySequence());
            return end;
        }
        boolean alone = (start == 0 || text[start - 1] == '/') && (end == text.length || text[end] == '/');
        if (!alone) {
            throw new LoadException("Pattern syntax error near position " + start
                    + ": recursive wildcards must form a single path component");
        }
        if (tokens.isEmpty() || !(tokens.getLast() instanceof Token.AnyDirectories)) {
            tokens.add(new Token.AnyDirectories());
        }
        return end == text.length ? end : end + 1;
    }

    private static int characterClass(int[] text, int start, List<Token> tokens) {
        boolean negated = start + 1 < text.length && text[start + 1] == '!';
        int first = start + (negated ? 2 : 1);
        int close = first + 1;
        while (close < text.length && text[close] != ']') {
            close++;
        }
        if (first >= text.length || close >= text.length) {
            throw new LoadException("Pattern syntax error near position " + start + ": invalid range pattern");
        }
        var ranges = new ArrayList<int[]>();
        int at = first;
        while (at < close) {
            boolean range = at + 2 < close && text[at + 1] == '-';
            ranges.add(new int[]{text[at], range ? text[at + 2] : text[at]});
            at += range ? 3 : 1;
        }
        tokens.add(new Token.OneOf(negated, ranges));
        return close + 1;
    }

    /// Whether the whole path matches.
    boolean matches(String path) {
        int[] text = path.codePoints().toArray();
        // reachable[i]: the tokens so far can match exactly the first i characters.
        boolean[] reachable = new boolean[text.length + 1];
        reachable[0] = true;
        for (int i = 0; i < tokens.size(); i++) {
            reachable = advance(tokens.get(i), i == tokens.size() - 1, text, reachable);
        }
        return reachable[text.length];
    }

    private static boolean[] advance(Token token, boolean last, int[] text, boolean[] reachable) {
        boolean[] next = new boolean[reachable.length];
        boolean open = false;
        for (int i = 0; i < reachable.length; i++) {
            switch (token) {
                case Token.AnySequence() -> {
                    open |= reachable[i];
                    next[i] = open;
                }
                case Token.AnyDirectories() -> {
                    // Whole components only, except that a final `**` takes what is left.
                    next[i] = reachable[i] || (open && (text[i - 1] == '/' || (last && i == text.length)));
                    open |= reachable[i];
                }
                case Token.AnyCharacter _,Token.Exactly _,Token.OneOf _ -> next[i] = i > 0 && reachable[i - 1] && matchesOne(token, text[i
                        - 1]);
            }
        }
        return next;
    }

    private static boolean matchesOne(Token token, int c) {
        return switch (token) {
            case Token.AnyCharacter() -> true;
            case Token.Exactly(int codePoint) -> codePoint == c;
            case Token.OneOf(boolean negated, List<int[]> ranges) -> ranges.stream().anyMatch(range -> c >= range[0]
                    && c <= range[1]) != negated;
            case Token.AnySequence(),Token.AnyDirectories() -> false;
        };
    }
}
