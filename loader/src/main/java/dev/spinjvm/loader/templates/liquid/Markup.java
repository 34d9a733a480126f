package dev.spinjvm.loader.templates.liquid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the inside of one tag or output from left to right. Not thread-safe.
final class Markup {
    private static final String END = "";
    private static final List<String> SYMBOLS = List.of("==", "!=", "<>", "<=", ">=", "..", "<", ">", "|", ":", ",", ".", "[", "]", "(",
            ")", "=");

    /// A word, number or symbol as it is written; a string begins with its quote.
    private final List<String> tokens;
    private int at;

    Markup(String text) {
        this.tokens = tokens(text);
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int end = tokenEnd(text, at, c);
            tokens.add(text.substring(at, end));
            at = end;
        }
        return tokens;
    }

    private static int tokenEnd(String text, int start, char c) {
        if (c == '"' || c == '\'') {
            int close = text.indexOf(c, start + 1);
            if (close < 0) {
                throw new LiquidException("a string is not closed");
            }
            return close + 1;
        }
        int end = start;
        boolean negative = c == '-' && start + 1 < text.length() && Character.isDigit(text.charAt(start + 1));
        if (Character.isDigit(c) || negative) {
            end++;
            while (end < text.length() && (Character.isDigit(text.charAt(end)) || isFraction(text, end))) {
                end++;
            }
            return end;
        }
        while (end < text.length() && isWord(text.charAt(end), end == start)) {
            end++;
        }
        if (end > start) {
            return end;
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                return start + symbol.length();
            }
        }
        throw new LiquidException("'" + c + "' is not expected");
    }

    private static boolean isFraction(String text, int at) {
        return text.charAt(at) == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    }

    private static boolean isWord(char c, boolean first) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && (c == '-' || (c >= '0' && c <= '9')));
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : END;
    }

    boolean isOver() {
        return at == tokens.size();
    }

    void end() {
        if (!isOver()) {
            throw new LiquidException("'" + peek() + "' is not expected");
        }
    }

    /// Takes a word or symbol if it comes next.
    boolean accept(String token) {
        if (peek().equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String token) {
        if (!accept(token)) {
            throw new LiquidException("'" + token + "' is expected");
        }
    }

    /// A name.
    String name() {
        String token = peek();
        if (token.isEmpty() || !isWord(token.charAt(0), true)) {
            throw new LiquidException("a name is expected");
        }
        at++;
        return token;
    }

    /// The word or symbol that comes next, if it is one of those.
    @Nullable
    String acceptAny(List<String> expected) {
        String token = peek();
        if (expected.contains(token)) {
            at++;
            return token;
        }
        return null;
    }

    /// Whether `name:` comes next.
    boolean isKeyword() {
        return at + 1 < tokens.size() && tokens.get(at + 1).equals(":") && isWord(peek().charAt(0), true);
    }

    /// A literal, a variable or a range.
    Expression value() {
        String token = peek();
        if (token.isEmpty()) {
            throw new LiquidException("a value is expected");
        }
        char first = token.charAt(0);
        if (first == '"' || first == '\'') {
            at++;
            return new Expression.Literal(new Value.Text(token.substring(1, token.length() - 1)));
        }
        if (Character.isDigit(first) || first == '-') {
            at++;
            return new Expression.Literal(number(token));
        }
        if (accept("(")) {
            Expression from = value();
            expect("..");
            Expression to = value();
            expect(")");
            return new Expression.Range(from, to);
        }
        Value literal = literal(token);
        if (literal != null) {
            at++;
            return new Expression.Literal(literal);
        }
        return variable();
    }

    private static Value number(String token) {
        try {
            return token.contains(".") ? new Value.Fraction(Double.parseDouble(token)) : new Value.Whole(Long.parseLong(token));
        } catch (NumberFormatException _) {
            throw new LiquidException("'" + token + "' is no number");
        }
    }

    private static @Nullable Value literal(String token) {
        return switch (token) {
            case "nil", "null" -> new Value.Nil();
            case "true" -> new Value.Truth(true);
            case "false" -> new Value.Truth(false);
            case "empty", "blank" -> new Value.Empty();
            default -> null;
        };
    }

    private Expression.Variable variable() {
        String name = name();
        List<Expression> path = new ArrayList<>();
        while (true) {
            if (accept(".")) {
                path.add(new Expression.Literal(new Value.Text(name())));
            } else if (accept("[")) {
                path.add(value());
                expect("]");
            } else {
                return new Expression.Variable(name, path);
            }
        }
    }

    /// A value and the filters it goes through.
    Expression filtered(Map<String, Filter> filters) {
        Expression input = value();
        List<Expression.Call> calls = new ArrayList<>();
        while (accept("|")) {
            String name = name();
            Filter filter = filters.get(name);
            if (filter == null) {
                throw LiquidException.unknownFilter(name);
            }
            List<Expression> arguments = new ArrayList<>();
            if (accept(":")) {
                do {
                    arguments.add(value());
                } while (accept(","));
            }
            calls.add(new Expression.Call(name, filter, arguments));
        }
        return calls.isEmpty() ? input : new Expression.Filtered(input, calls);
    }
}
