package dev.spinjvm.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
    @ParameterizedTest
    @CsvSource({"5,PT5S", "5s,PT5S", "1500ms,PT1.5S", "20us,PT0.00002S", "20\u03bcs,PT0.00002S", "7ns,PT0.000000007S"})
    void readsADuration(String text, Duration expected) {
        assertThat(DurationRange.parse(text)).isEqualTo(DurationRange.of(expected));
    }

    @Test
    void readsARangeOfDurationsAndChoosesWithinIt() {
        DurationRange range = DurationRange.parse("1..8s");

        assertThat(range).isEqualTo(new DurationRange(Duration.ofSeconds(1), Duration.ofSeconds(8)));
        assertThat(range.choose(new Random(1))).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8).minusNanos(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1.5", "1m", "-1s", "2..1", "1..1", "..", "1..", "9999999999999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> DurationRange.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'" + text
                + "'");
    }

    @Test
    void readsCounts() {
        assertThat(CountRange.parse("8")).isEqualTo(CountRange.of(8));
        assertThat(CountRange.parse("1..8")).isEqualTo(new CountRange(1, 8));
        assertThat(CountRange.parse("1..8").choose(new Random(1))).isBetween(1, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1..", "8..1", "3..3", "-1"})
    void refusesWhatIsNoCount(String text) {
        assertThatThrownBy(() -> CountRange.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'" + text
                + "'");
    }
}
