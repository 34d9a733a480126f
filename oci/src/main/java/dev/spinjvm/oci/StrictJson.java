package dev.spinjvm.oci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import org.jspecify.annotations.Nullable;

/// JSON as JDK values (`String`, `Boolean`, `Long`, `Double`, `List`, `Map`), read from somebody who is not trusted.
///
/// Depth, name and number lengths are limited; a name may occur once; nothing may follow the value. Members and elements that are `null`
/// are left out.
public final class StrictJson {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME_LENGTH = 8 << 10;
    private static final int MAX_STRING_LENGTH = 4 << 20;
    private static final int MAX_NUMBER_LENGTH = 40;
    private static final JsonFactory FACTORY = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(MAX_STRING_LENGTH).maxNumberLength(MAX_NUMBER_LENGTH).build())
            .build();

    private StrictJson() {}

    /// A text that is no JSON, or not the JSON expected. The message never quotes the text, which may hold secrets.
    public static final class JsonException extends IOException {
        public JsonException(String message) {
            super(message);
        }
    }

    /// Reads one object.
    ///
    /// @throws JsonException if the text is anything else
    public static Map<String, Object> object(byte[] text) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonException("it is no JSON object");
            }
            Map<String, Object> members = members(parser);
            if (parser.nextToken() != null) {
                throw new JsonException("something follows the JSON object");
            }
            return members;
        } catch (JsonException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new JsonException("it is no valid JSON" + (e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")"));
        } catch (IOException e) {
            throw new JsonException("it cannot be read as JSON");
        }
    }

    private static Map<String, Object> members(JsonParser parser) throws IOException {
        var members = new LinkedHashMap<String, Object>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new JsonParseException(parser,
                    "unexpected " + token);
        };
    }

    private static List<Object> elements(JsonParser parser) throws IOException {
        var elements = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(parser);
            if (value != null) {
                elements.add(value);
            }
        }
        return elements;
    }

    /// The text member, or `null` if there is none.
    ///
    /// @throws JsonException if it is something else
    public static @Nullable String text(Map<?, ?> object, String name) throws JsonException {
        return switch (object.get(name)) {
            case null -> null;
            case String text -> text;
            default -> throw new JsonException("`" + name + "` is no string");
        };
    }

    /// The array member, empty if there is none.
    ///
    /// @throws JsonException if it is something else
    public static List<?> list(Map<?, ?> object, String name) throws JsonException {
        return switch (object.get(name)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw new JsonException("`" + name + "` is no array");
        };
    }

    /// The object member, empty if there is none.
    ///
    /// @throws JsonException if it is something else
    public static Map<?, ?> map(Map<?, ?> object, String name) throws JsonException {
        return switch (object.get(name)) {
            case null -> Map.of();
            case Map<?, ?> map -> map;
            default -> throw new JsonException("`" + name + "` is no object");
        };
    }

    /// The compact form, members in the order of the map.
    public static byte[] compact(Map<String, ?> object) {
        return write(object, false);
    }

    /// The form for people, members in the order of the map.
    public static byte[] indented(Map<String, ?> object) {
        return write(object, true);
    }

    private static byte[] write(Map<String, ?> object, boolean indented) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            if (indented) {
                generator.useDefaultPrettyPrinter();
            }
            write(object, generator);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Long number -> out.writeNumber(number);
            case Integer number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Boolean flag -> out.writeBoolean(flag);
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(entry.getValue(), out);
                }
                out.writeEndObject();
            }
            case Iterable<?> list -> {
                out.writeStartArray();
                for (Object element : list) {
                    write(element, out);
                }
                out.writeEndArray();
            }
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }
}
