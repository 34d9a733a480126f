package dev.spinjvm.component.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.engine.TrapException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTableTest {
    private final HandleTable table = new HandleTable();

    @Test
    void indicesStartAtOneAndTheLastFreedIsUsedFirst() {
        for (int i = 1; i <= 40; i++) {
            assertThat(table.add("entry " + i)).isEqualTo(i);
        }

        assertThat(table.remove(7)).isEqualTo("entry 7");
        assertThat(table.remove(30)).isEqualTo("entry 30");

        assertThat(table.add("a")).isEqualTo(30);
        assertThat(table.add("b")).isEqualTo(7);
        assertThat(table.add("c")).isEqualTo(41);
        assertThat(table.get(7)).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, -1, Integer.MIN_VALUE})
    void indexWithoutEntryTraps(int index) {
        table.add("entry");
        table.remove(1);

        assertThatThrownBy(() -> table.get(index)).isInstanceOf(TrapException.class)
                .hasMessageContaining("unknown handle index " + Integer.toUnsignedString(index));
        assertThatThrownBy(() -> table.remove(index)).isInstanceOf(TrapException.class);
    }

    @Test
    void clearedTableIsLikeNew() {
        table.add("a");
        table.add("b");
        table.remove(1);

        assertThat(table.isEmpty()).isFalse();
        table.clear();

        assertThat(table.isEmpty()).isTrue();
        assertThat(table.add("c")).isEqualTo(1);
    }

    @Test
    void fullTableTraps() {
        for (int i = 1; i <= HandleTable.MAX_LENGTH; i++) {
            table.add("entry");
        }

        assertThatThrownBy(() -> table.add("one more")).isInstanceOf(TrapException.class);
    }
}
