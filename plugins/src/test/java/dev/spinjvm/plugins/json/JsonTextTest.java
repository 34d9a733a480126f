package dev.spinjvm.plugins.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @Test
    void every_kind_of_value_is_read() throws JsonTextException {
        assertThat(JsonText.parse(" {\"a\":[1,-2.5e1,true,false,null,\"x\\n\\u00e4\\ud83d\\ude00\\/\"],\"b\":{},\"c\":null} ")).isEqualTo(
                Map.of("a",
                        List.of(1L, -25.0, true, false, "x\nä😀/"), "b", Map.of()));
        assertThat(JsonText.parse("123456789012345678901234567890")).isEqualTo(1.2345678901234568E29);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{\"a\" 1}", "{\"a\":1,}", "{a:1}", "01", "1.", "-", "+1", "\"", "\"\\x\"", "\"\\u12\"", "tru",
        "1 2", "\"a\nb\"",
        "{\"a\":1,\"a\":2}", "{\"a\":null,\"a\":2}", "NaN", "'a'", "\u0000"})
    void what_is_no_json_is_refused_with_its_place(String text) {
        assertThatThrownBy(() -> JsonText.parse(text)).isInstanceOf(JsonTextException.class).hasMessageMatching(
                "(?s).* at line \\d+ column \\d+");
    }

    @Test
    void depth_is_limited() {
        assertThatThrownBy(() -> JsonText.parse("[".repeat(100_000))).isInstanceOf(JsonTextException.class).hasMessageContaining(
                "recursion limit");
    }

    @Test
    void what_is_written_is_read_as_the_same() throws JsonTextException {
        Map<String, Object> value = Map.of("text", "\"\\\b\f\n\r\t\u0001ä😀", "list", List.of(1L, 2.5, true, Map.of(), List.of()));
        assertThat(JsonText.object(JsonText.compact(value))).isEqualTo(value);
        assertThat(JsonText.object(JsonText.pretty(value))).isEqualTo(value);
        assertThat(JsonText.compact(value)).doesNotContain("\n");
    }

    @Test
    void the_form_for_people_has_one_member_a_line() {
        assertThat(JsonText.pretty(List.of(Map.of("a", List.of(1L)), List.of()))).isEqualTo("""
                [
                  {
                    "a": [
                      1
                    ]
                  },
                  []
                ]""");
    }
}
