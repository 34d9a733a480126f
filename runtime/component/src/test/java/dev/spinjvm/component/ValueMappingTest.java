package dev.spinjvm.component;

import static dev.spinjvm.component.types.ValType.Primitive.F64;
import static dev.spinjvm.component.types.ValType.Primitive.STRING;
import static dev.spinjvm.component.types.ValType.Primitive.U32;
import static dev.spinjvm.component.types.ValType.Primitive.U64;
import static dev.spinjvm.component.types.ValType.Primitive.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Sends values to a guest, which hands them to the host and the host's answer back: each value crosses four times.
class ValueMappingTest {
    private static final Map<String, ValType> TYPES = types();

    private static Map<String, ValType> types() {
        Map<String, ValType> types = new LinkedHashMap<>();
        for (ValType.Primitive primitive : ValType.Primitive.values()) {
            types.put(primitive == STRING ? "text" : primitive.toString(), primitive);
        }
        types.remove("error-context");
        types.put("bytes", new ValType.ListType(U8));
        types.put("texts", new ValType.ListType(STRING));
        types.put("numbers", new ValType.ListType(U64));
        types.put("record", new ValType.RecordType(
                List.of(new ValType.Field("a", U8), new ValType.Field("b", STRING), new ValType.Field("c", F64))));
        types.put("tuple", new ValType.TupleType(List.of(U8, U64, STRING)));
        types.put("variant", new ValType.VariantType(List.of(new ValType.Case("none", null), new ValType.Case("number", U32),
                new ValType.Case("text", STRING), new ValType.Case("big", U64), new ValType.Case("real", ValType.Primitive.F32))));
        types.put("enum", new ValType.EnumType(List.of("red", "green", "blue")));
        types.put("flags", new ValType.FlagsType(List.of("read", "write", "run")));
        types.put("option", new ValType.OptionType(STRING));
        types.put("nested-option", new ValType.OptionType(new ValType.OptionType(U8)));
        types.put("result", new ValType.ResultType(STRING, U32));
        types.put("empty-result", new ValType.ResultType(null, null));
        List<ValType> large = new ArrayList<>(Collections.nCopies(8, STRING));
        large.add(U8);
        types.put("large", new ValType.TupleType(large));
        return types;
    }

    static Linker linker(HostFunction body) {
        HostInterface.Builder host = HostInterface.builder("example:echo/host@1.0.0");
        TYPES.forEach((name, type) -> host.function("echo-" + name, new FuncType(false, List.of(new FuncType.Param("v", type)), type),
                body));
        return new Linker().define(host.build());
    }

    static Stream<Arguments> values() {
        String mixed = "gr\u00fc\u00df \u2603 \ud83c\udf70";
        Object[] large = {"", "a", "\u00fc", mixed, "", "b", "c", mixed.repeat(300), 255};
        return Stream.of(
                Arguments.of("bool", true), Arguments.of("bool", false), Arguments.of("s8", -128), Arguments.of("u8", 255),
                Arguments.of("s16", -32768), Arguments.of("u16", 65535), Arguments.of("s32", Integer.MIN_VALUE),
                Arguments.of("u32", 0xffff_ffffL), Arguments.of("s64", Long.MIN_VALUE), Arguments.of("u64", -1L),
                Arguments.of("f32", -0.0f), Arguments.of("f32", Float.NaN), Arguments.of("f64", Double.MIN_VALUE),
                Arguments.of("f64", Double.NaN), Arguments.of("char", 0x10ffff), Arguments.of("char", (int) 'x'),
                Arguments.of("text", ""), Arguments.of("text", "plain"), Arguments.of("text", "gr\u00fc\u00df"),
                Arguments.of("text", mixed), Arguments.of("text-utf16", "plain"), Arguments.of("text-utf16", mixed),
                Arguments.of("text-latin1", "plain"), Arguments.of("text-latin1", "gr\u00fc\u00df"), Arguments.of("text-latin1", mixed),
                Arguments.of("bytes", new byte[0]), Arguments.of("bytes", new byte[]{1, -1, 127}),
                Arguments.of("texts", new Object[]{"a", "", mixed}), Arguments.of("texts-utf16", new Object[]{mixed, "a"}),
                Arguments.of("texts-latin1", new Object[]{mixed, "\u00e9", ""}), Arguments.of("numbers", new Object[]{1L, -1L}),
                Arguments.of("record", new Object[]{7, "seven", 7.5}), Arguments.of("tuple", new Object[]{1, -2L, mixed}),
                Arguments.of("variant", new Variant(0, null)), Arguments.of("variant", new Variant(1, 0xffff_ffffL)),
                Arguments.of("variant", new Variant(2, mixed)), Arguments.of("variant", new Variant(3, -1L)),
                Arguments.of("variant", new Variant(4, 1.5f)), Arguments.of("enum", 2), Arguments.of("flags", 5),
                Arguments.of("option", null), Arguments.of("option", "some"), Arguments.of("nested-option", null),
                Arguments.of("nested-option", new Some(null)), Arguments.of("nested-option", new Some(9)),
                Arguments.of("result", Result.ok("fine")), Arguments.of("result", Result.err(13L)),
                Arguments.of("empty-result", Result.OK), Arguments.of("empty-result", Result.err(null)), Arguments.of("large", large),
                Arguments.of("large-utf16", large), Arguments.of("large-latin1", large));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueArrivesAtTheHostAndComesBack(String export, @Nullable Object value) throws Exception {
        List<@Nullable Object> seen = new ArrayList<>();
        ComponentInstance instance = Guest.instantiate("echo", linker((_, arguments) -> {
            seen.add(arguments[0]);
            return arguments[0];
        }));

        Object answer = instance.function(null, export).call(value);

        assertThat(seen).hasSize(1);
        assertThat(Objects.deepEquals(value, seen.get(0))).as("the host saw %s", seen).isTrue();
        assertThat(Objects.deepEquals(value, answer)).as("the guest answered %s", answer).isTrue();
    }

    @Test
    void largeBytesCrossUnchanged() throws Exception {
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        ComponentInstance instance = Guest.instantiate("echo", linker((_, arguments) -> arguments[0]));

        Object answer = instance.function(null, "bytes").call((Object) bytes);

        assertThat((byte[]) answer).isEqualTo(bytes);
    }

    @Test
    void argumentThatDoesNotFitIsTheEmbeddersFault() throws Exception {
        ComponentInstance instance = Guest.instantiate("echo", linker((_, arguments) -> arguments[0]));

        assertThatThrownBy(() -> instance.function(null, "enum").call(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resultThatDoesNotFitNamesTheHostFunction() throws Exception {
        ComponentInstance instance = Guest.instantiate("echo", linker((_, _) -> "not a number"));

        assertThatThrownBy(() -> instance.function(null, "u32").call(1L)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("example:echo/host@1.0.0#echo-u32");
    }
}
