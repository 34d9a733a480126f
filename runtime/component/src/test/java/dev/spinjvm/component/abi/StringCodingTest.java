package dev.spinjvm.component.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.engine.TrapException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringCodingTest {

    private static String utf8(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return StringCoding.decodeUtf8(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "61ff62, invalid utf-8 sequence of 1 bytes from index 1", //
        "c080, invalid utf-8 sequence of 1 bytes from index 0", // overlong
        "e08080, invalid utf-8 sequence of 1 bytes from index 0", // overlong
        "eda080, invalid utf-8 sequence of 1 bytes from index 0", // surrogate
        "f4908080, invalid utf-8 sequence of 1 bytes from index 0", // above U+10FFFF
        "e2986161, invalid utf-8 sequence of 2 bytes from index 0", //
        "80, invalid utf-8 sequence of 1 bytes from index 0", //
        "61c3, incomplete utf-8 byte sequence from index 1", //
        "f09f8d, incomplete utf-8 byte sequence from index 0"})
    void malformedUtf8Traps(String hex, String reason) {
        assertThatThrownBy(() -> utf8(hex)).isInstanceOf(TrapException.class).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "gr\u00fc\u00df", "\ufffd is a character like others", "\ud83c\udf70\u2603\uffff\u0000"})
    void wellFormedTextIsDecoded(String text) {
        byte[] utf8 = ("xx" + text + "y").getBytes(StandardCharsets.UTF_8);
        byte[] utf16 = text.getBytes(StandardCharsets.UTF_16LE);

        assertThat(StringCoding.decodeUtf8(utf8, 2, utf8.length - 3)).isEqualTo(text);
        assertThat(StringCoding.decodeUtf16(utf16, 0, utf16.length)).isEqualTo(text);
    }

    @Test
    void loneSurrogateTraps() {
        byte[] high = HexFormat.of().parseHex("610034d86200");
        byte[] low = HexFormat.of().parseHex("34dc");

        assertThatThrownBy(() -> StringCoding.decodeUtf16(high, 0, high.length)).isInstanceOf(TrapException.class)
                .hasMessageContaining("unpaired surrogate found: d834");
        assertThatThrownBy(() -> StringCoding.decodeUtf16(low, 0, low.length)).isInstanceOf(TrapException.class);
    }
}
