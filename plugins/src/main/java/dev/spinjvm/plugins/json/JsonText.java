package dev.spinjvm.plugins.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as JDK values (`String`, `Boolean`, `Long`, `Double`, `List`, `Map` in the order of the text), read from somebody who is not trusted
/// and written as Spin writes it. Members and elements that are `null` are left out.
///
/// Made for commands that are over at once: a general JSON library costs more to load than all that they do.
public final class JsonText {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER = 400;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /// Reads one value.
    ///
    /// @throws JsonTextException if the text is anything else; the message names the place and never quotes the text
    public static @Nullable Object parse(String text) throws JsonTextException {
        JsonText reader = new JsonText(text);
        reader.skipSpace();
        Object value = reader.value(0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.problem("trailing characters");
        }
        return value;
    }

    /// Reads one object.
    ///
    /// @throws JsonTextException if the text is anything else
    public static Map<String, Object> object(String text) throws JsonTextException {
        if (parse(text) instanceof Map<?, ?> map) {
            Map<String, Object> members = new LinkedHashMap<>();
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
            return members;
        }
        throw new JsonTextException("it is no JSON object");
    }

    private @Nullable Object value(int depth) throws JsonTextException {
        if (depth > MAX_DEPTH) {
            throw problem("recursion limit exceeded");
        }
        if (at >= text.length()) {
            throw problem("EOF while parsing a value");
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> members(int depth) throws JsonTextException {
        Map<String, Object> members = new LinkedHashMap<>();
        List<String> empty = new ArrayList<>();
        at++;
        skipSpace();
        if (take('}')) {
            return members;
        }
        do {
            skipSpace();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw problem("key must be a string");
            }
            String name = string();
            skipSpace();
            expect(':', "expected `:`");
            skipSpace();
            Object value = value(depth + 1);
            if (members.containsKey(name) || empty.contains(name)) {
                throw problem("a name occurs twice in one object");
            }
            if (value == null) {
                empty.add(name);
            } else {
                members.put(name, value);
            }
            skipSpace();
        } while (take(','));
        expect('}', "expected `,` or `}`");
        return members;
    }

    private List<Object> elements(int depth) throws JsonTextException {
        List<Object> elements = new ArrayList<>();
        at++;
        skipSpace();
        if (take(']')) {
            return elements;
        }
        do {
            skipSpace();
            Object value = value(depth + 1);
            if (value != null) {
                elements.add(value);
            }
            skipSpace();
        } while (take(','));
        expect(']', "expected `,` or `]`");
        return elements;
    }

    private String string() throws JsonTextException {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw problem("EOF while parsing a string");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                at--;
                throw problem("control character found while parsing a string");
            }
            value.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() throws JsonTextException {
        if (at >= text.length()) {
            throw problem("EOF while parsing a string");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw problem("invalid escape");
        };
    }

    private char unit() throws JsonTextException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw problem("invalid escape");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private @Nullable Object word(String word, @Nullable Object value) throws JsonTextException {
        if (!text.startsWith(word, at)) {
            throw problem("expected a value");
        }
        at += word.length();
        return value;
    }

    private Object number() throws JsonTextException {
        int start = at;
        take('-');
        boolean leadingZero = at < text.length() && text.charAt(at) == '0';
        int digits = digits();
        if (digits == 0 || leadingZero && digits > 1) {
            throw problem(digits == 0 && at == start ? "expected a value" : "invalid number");
        }
        boolean whole = true;
        if (take('.')) {
            whole = false;
            if (digits() == 0) {
                throw problem("invalid number");
            }
        }
        if (take('e') || take('E')) {
            whole = false;
            if (!take('+')) {
                take('-');
            }
            if (digits() == 0) {
                throw problem("invalid number");
            }
        }
        if (at - start > MAX_NUMBER) {
            throw problem("number out of range");
        }
        String number = text.substring(start, at);
        try {
            return whole ? (Object) Long.parseLong(number) : (Object) Double.parseDouble(number);
        } catch (NumberFormatException _) {
            return Double.parseDouble(number);
        }
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private boolean take(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted, String complaint) throws JsonTextException {
        if (!take(wanted)) {
            throw problem(complaint);
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private JsonTextException problem(String complaint) {
        String before = text.substring(0, Math.min(at, text.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new JsonTextException(complaint + " at line " + line + " column " + column);
    }

    /// The value in one line.
    public static String compact(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, -1, out);
        return out.toString();
    }

    /// The value with two spaces of indentation, one member or element a line.
    public static String pretty(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, 0, out);
        return out.toString();
    }

    /// @param depth negative for one line
    private static void write(@Nullable Object value, int depth, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> members -> {
                List<Runnable> parts = new ArrayList<>();
                members.forEach((name, member) -> parts.add(() -> {
                    quote(String.valueOf(name), out);
                    out.append(depth < 0 ? ":" : ": ");
                    write(member, depth < 0 ? depth : depth + 1, out);
                }));
                writeParts('{', '}', parts, depth, out);
            }
            case Iterable<?> elements -> {
                List<Runnable> parts = new ArrayList<>();
                elements.forEach(element -> parts.add(() -> write(element, depth < 0 ? depth : depth + 1, out)));
                writeParts('[', ']', parts, depth, out);
            }
            case String string -> quote(string, out);
            case Boolean flag -> out.append(flag);
            case Double number -> out.append(Double.isFinite(number) ? decimal(number) : "null");
            case Number number -> out.append(number);
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    private static String decimal(double number) {
        String plain = Double.toString(number);
        return plain.contains("E") ? new BigDecimal(plain).toString() : plain;
    }

    private static void writeParts(char open, char close, List<Runnable> parts, int depth, StringBuilder out) {
        out.append(open);
        Iterator<Runnable> each = parts.iterator();
        while (each.hasNext()) {
            newLine(depth + 1, depth, out);
            each.next().run();
            if (each.hasNext()) {
                out.append(',');
            }
        }
        if (!parts.isEmpty()) {
            newLine(depth, depth, out);
        }
        out.append(close);
    }

    private static void newLine(int indentation, int depth, StringBuilder out) {
        if (depth >= 0) {
            out.append('\n').repeat("  ", indentation);
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
