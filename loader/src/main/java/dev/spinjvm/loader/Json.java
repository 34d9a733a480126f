package dev.spinjvm.loader;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import org.jspecify.annotations.Nullable;

/// JSON as JDK values: `String`, `Boolean`, `Long`, `BigInteger`, `Double`, `List`, `Map`.
///
/// Maps are sorted by key. A `null` member of an object is left out: in every format read here it means the same as an absent one.
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}

    /// What a reader says about a text that is no JSON, with the place.
    static String problem(IOException problem) {
        if (problem instanceof JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return e.getOriginalMessage() + (at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr());
        }
        return String.valueOf(problem.getMessage());
    }

    /// Reads one value; anything after it is an error.
    static @Nullable Object parse(byte[] text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "trailing characters after the value");
            }
            return value;
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new JsonParseException(parser, "the text ends where a value should be");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new JsonParseException(parser,
                    "unexpected " + token);
        };
    }

    private static Object integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        var members = new TreeMap<String, Object>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        var elements = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(parser);
            if (value != null) {
                elements.add(value);
            }
        }
        return elements;
    }

    /// Writes a value with two spaces of indentation, one member or element a line, members in the order of the map.
    public static String pretty(Object value) {
        var out = new StringBuilder();
        write(value, 0, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, int depth, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> members -> writeMembers(members, depth, out);
            case List<?> elements -> writeElements(elements, depth, out);
            case String text -> quote(text, out);
            case Double number -> out.append(decimal(number));
            case Boolean flag -> out.append(flag);
            case Number number -> out.append(number);
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    private static String decimal(double number) {
        if (!Double.isFinite(number)) {
            return "null";
        }
        String text = Double.toString(number);
        return text.contains("E") ? new BigDecimal(text).toString() : text;
    }

    private static void writeMembers(Map<?, ?> members, int depth, StringBuilder out) {
        if (members.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = members.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(depth + 1, out);
            quote(String.valueOf(entry.getKey()), out);
            out.append(": ");
            write(entry.getValue(), depth + 1, out);
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        newLine(depth, out);
        out.append('}');
    }

    private static void writeElements(List<?> elements, int depth, StringBuilder out) {
        if (elements.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        Iterator<?> values = elements.iterator();
        while (values.hasNext()) {
            newLine(depth + 1, out);
            write(values.next(), depth + 1, out);
            if (values.hasNext()) {
                out.append(',');
            }
        }
        newLine(depth, out);
        out.append(']');
    }

    private static void newLine(int depth, StringBuilder out) {
        out.append('\n').repeat("  ", depth);
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
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
