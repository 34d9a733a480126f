package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:3000,127.0.0.1:3000", "localhost:12345,127.0.0.1:12345", "0.0.0.0:0,0.0.0.0:0", "[::1]:80,[::1]:80",
        "[::]:80,[::]:80", "[2001:db8:0:0:1:0:0:1]:443,[2001:db8::1:0:0:1]:443", "[2001:0:0:1::5]:1,[2001:0:0:1::5]:1"})
    void readsAndShowsAddresses(String text, String shown) {
        assertThat(ListenAddress.display(ListenAddress.parse(text))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3000", ":3000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80"})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
