package dev.spinjvm.component.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Some;
import dev.spinjvm.component.Variant;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.component.types.ValType.Case;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Values of the suite's JSON as the runtime's, and the comparison of expected with actual values.
final class SuiteValues {

    private SuiteValues() {}

    /// The runtime's value of a JSON value.
    static @Nullable Object decode(JsonNode json, ValType type) {
        var value = json.path("value");
        return switch (type) {
            case ValType.Primitive primitive -> primitive(value.asText(), primitive);
            case ValType.RecordType record -> fields(value, record);
            case ValType.TupleType tuple -> tuple(value, tuple);
            case ValType.ListType list -> list(value, list.element());
            case ValType.FixedListType list -> list(value, list.element());
            case ValType.MapType map -> list(value, new ValType.TupleType(List.of(map.key(), map.value())));
            case ValType.VariantType variant -> variant(value, variant);
            case ValType.EnumType labels -> labelIndex(labels, value.asText());
            case ValType.FlagsType flags -> flags(value, flags);
            case ValType.OptionType option -> option(value, option.element());
            case ValType.ResultType result -> value.has("Ok")
                    ? Result.ok(payload(value.get("Ok"), result.ok()))
                    : Result.err(payload(value.get("Err"), result.error()));
            case ValType.StreamType _,ValType.FutureType _,ValType.OwnType _,ValType.BorrowType _ ->
                throw new IllegalArgumentException("the suite writes no value of type " + type);
        };
    }

    /// Whether an actual value is the expected one; NaN patterns admit every NaN of their kind.
    static boolean matches(JsonNode expected, ValType type, @Nullable Object actual) {
        var text = expected.path("value").asText();
        if (text.startsWith("nan:")) {
            return actual instanceof Float f && Float.isNaN(f) || actual instanceof Double d && Double.isNaN(d);
        }
        return same(decode(expected, type), actual);
    }

    /// A text for messages.
    static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case byte[] bytes -> "bytes" + Arrays.toString(bytes);
            case Object[] array -> Arrays.stream(array).map(SuiteValues::show).toList().toString();
            case String text -> '"' + text + '"';
            case Variant variant -> "case " + variant.index() + "(" + show(variant.payload()) + ")";
            case Result.Ok ok -> "ok(" + show(ok.value()) + ")";
            case Result.Err err -> "err(" + show(err.error()) + ")";
            default -> value.toString();
        };
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        return switch (left) {
            case null -> right == null;
            case Float f -> right instanceof Float g && Float.floatToRawIntBits(f) == Float.floatToRawIntBits(g);
            case Double d -> right instanceof Double e && Double.doubleToRawLongBits(d) == Double.doubleToRawLongBits(e);
            case byte[] bytes -> right instanceof byte[] others && Arrays.equals(bytes, others);
            case Object[] array -> right instanceof Object[] others && same(array, others);
            case Variant(int index, var payload) ->
                right instanceof Variant(int other, var value) && index == other && same(payload, value);
            case Result.Ok(var value) -> right instanceof Result.Ok(var other) && same(value, other);
            case Result.Err(var error) -> right instanceof Result.Err(var other) && same(error, other);
            case Some(var value) -> right instanceof Some(var other) && same(value, other);
            default -> left.equals(right);
        };
    }

    private static boolean same(@Nullable Object[] left, @Nullable Object[] right) {
        if (left.length != right.length) {
            return false;
        }
        for (var i = 0; i < left.length; i++) {
            if (!same(left[i], right[i])) {
                return false;
            }
        }
        return true;
    }

    private static Object primitive(String text, ValType.Primitive type) {
        return switch (type) {
            case BOOL -> Boolean.valueOf(text);
            case S8, U8, S16, U16, S32 -> Integer.valueOf(text);
            case U32, S64 -> Long.valueOf(text);
            case U64 -> new BigInteger(text).longValue();
            case F32 -> text.startsWith("nan:") ? Float.NaN : Float.intBitsToFloat(Integer.parseUnsignedInt(text));
            case F64 -> text.startsWith("nan:") ? Double.NaN : Double.longBitsToDouble(Long.parseUnsignedLong(text));
            case CHAR -> text.codePointAt(0);
            case STRING -> text;
            case ERROR_CONTEXT -> throw new IllegalArgumentException("the suite writes no value of type " + type);
        };
    }

    private static @Nullable Object[] fields(JsonNode value, ValType.RecordType type) {
        var fields = new ArrayList<@Nullable Object>();
        for (var field : type.fields()) {
            var json = StreamSupport.stream(value.spliterator(), false)
                    .filter(pair -> pair.path(0).asText().equals(field.name())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no field " + field.name() + " in " + value));
            fields.add(decode(json.path(1), field.type()));
        }
        return fields.toArray();
    }

    private static @Nullable Object[] tuple(JsonNode value, ValType.TupleType type) {
        var elements = new @Nullable Object[type.elements().size()];
        for (var i = 0; i < elements.length; i++) {
            elements[i] = decode(value.path(i), type.elements().get(i));
        }
        return elements;
    }

    private static Object list(JsonNode value, ValType element) {
        if (element == ValType.Primitive.U8) {
            var bytes = new byte[value.size()];
            for (var i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(value.path(i).path("value").asText());
            }
            return bytes;
        }
        var elements = new @Nullable Object[value.size()];
        for (var i = 0; i < elements.length; i++) {
            elements[i] = decode(value.path(i), element);
        }
        return elements;
    }

    private static Variant variant(JsonNode value, ValType.VariantType type) {
        var name = value.path("case").asText();
        var names = type.cases().stream().map(Case::name).toList();
        var index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no case " + name + " in " + names);
        }
        return new Variant(index, payload(value.get("payload"), type.cases().get(index).type()));
    }

    private static int labelIndex(ValType.EnumType type, String label) {
        var index = type.labels().indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException("no case " + label + " in " + type.labels());
        }
        return index;
    }

    private static Object flags(JsonNode value, ValType.FlagsType type) {
        var bits = 0;
        for (var label : value) {
            var index = type.labels().indexOf(label.asText());
            if (index < 0) {
                throw new IllegalArgumentException("no flag " + label + " in " + type.labels());
            }
            bits |= 1 << index;
        }
        return bits;
    }

    private static @Nullable Object option(JsonNode value, ValType element) {
        if (value.isNull()) {
            return null;
        }
        var some = decode(value, element);
        return element instanceof ValType.OptionType ? new Some(some) : some;
    }

    private static @Nullable Object payload(@Nullable JsonNode value, @Nullable ValType type) {
        return value == null || value.isNull() || type == null ? null : decode(value, type);
    }
}
