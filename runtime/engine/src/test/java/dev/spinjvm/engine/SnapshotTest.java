package dev.spinjvm.engine;

import static dev.spinjvm.engine.Fixtures.call;
import static dev.spinjvm.engine.Fixtures.export;
import static dev.spinjvm.engine.Fixtures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final Engine ENGINE = Engine.builder().build();

    private final CoreInstance instance = Fixtures.instance(ENGINE, "scribbler");
    private final CoreMemory memory = (CoreMemory) export(instance, "memory");

    @Test
    void nothingWrittenIsVisibleAfterRestore() {
        byte[] before = memory.array().clone();
        Snapshot snapshot = Snapshot.take(List.of(instance));
        for (int round = 1; round <= 3; round++) {
            call(instance, "scribble", round * 17L);
            assertThat(value(instance, "pages")).isEqualTo(3);
            assertThat(memory.array()).isNotEqualTo(before);
            snapshot.restore();
            assertThat(value(instance, "pages")).isEqualTo(2);
            assertThat(memory.array()).isEqualTo(before);
            assertThat(value(instance, "int")).isEqualTo(1);
            assertThat(value(instance, "long")).isEqualTo(2);
            assertThat(value(instance, "float")).isEqualTo(Double.doubleToRawLongBits(3));
            assertThat(value(instance, "ref-is-null")).isEqualTo(1);
            assertThat(value(instance, "table-size")).isEqualTo(2);
            assertThat(value(instance, "call", 0)).isEqualTo(1);
            assertThatThrownBy(() -> call(instance, "call", 1)).hasMessageContaining("uninitialized element");
        }
    }

    @Test
    void droppedSegmentsComeBack() {
        Snapshot snapshot = Snapshot.take(List.of(instance));
        call(instance, "scribble", 3);
        assertThatThrownBy(() -> call(instance, "init-data")).isInstanceOf(TrapException.class);
        snapshot.restore();
        call(instance, "init-data");
        call(instance, "init-table");
        assertThat(value(instance, "load", 0)).isEqualTo('d' | 'r' << 8 | 'o' << 16 | 'p' << 24);
        assertThat(value(instance, "call", 1)).isEqualTo(2);
    }

    @Test
    void grownMemoryIsZeroEachTime() {
        Snapshot snapshot = Snapshot.take(List.of(instance));
        for (int round = 0; round < 4; round++) {
            for (int page = 2; page < 5; page++) {
                assertThat(value(instance, "grow", 1)).isEqualTo(page);
                assertThat(value(instance, "load", page * 65536 + 40)).isZero();
                assertThat(value(instance, "load", (page + 1) * 65536 - 4)).isZero();
                call(instance, "store", page * 65536 + 40, 0xbad);
                call(instance, "store64", (page + 1) * 65536 - 8, -1);
                call(instance, "store", 8, 0xbad);
            }
            assertThat(value(instance, "load", 8)).isEqualTo(0xbad);
            assertThat(value(instance, "load", 2 * 65536 + 40)).isEqualTo(0xbad);
            snapshot.restore();
            assertThat(value(instance, "load", 8)).isZero();
        }
    }

    @Test
    void theMomentOfTheSnapshotCounts() {
        call(instance, "scribble", 5);
        byte[] scribbled = memory.array().clone();
        Snapshot snapshot = Snapshot.take(List.of(instance));
        call(instance, "store", 4094, -1);
        call(instance, "grow", 2);
        call(instance, "store64", 3 * 65536 - 4, -1);
        snapshot.restore();
        assertThat(memory.array()).isEqualTo(scribbled);
        assertThat(value(instance, "table-size")).isEqualTo(4);
        assertThat(value(instance, "int")).isEqualTo(5);
    }

    @Test
    void whatTheHostWritesIsRestoredWhenItSaysSo() {
        Snapshot snapshot = Snapshot.take(List.of(instance));
        byte[] data = memory.array();
        for (int i = 30_000; i < 50_000; i++) {
            data[i] = 1;
        }
        memory.written(30_000, 20_000);
        snapshot.restore();
        assertThat(memory.array()).doesNotContain(1);
        assertThatThrownBy(() -> memory.written(131_000, 100)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void randomStoresAndGrowthAreUndone() {
        Random random = new Random(7);
        call(instance, "scribble", 9);
        byte[] before = memory.array().clone();
        Snapshot snapshot = Snapshot.take(List.of(instance));
        for (int round = 0; round < 200; round++) {
            for (int i = random.nextInt(20); i > 0; i--) {
                if (random.nextInt(6) == 0) {
                    call(instance, "grow", random.nextInt(2));
                }
                int size = memory.byteSize();
                // Near page borders, where stores straddle.
                int address = Math.min(size - 8, Math.max(0, 4096 * random.nextInt(size / 4096) - random.nextInt(9)));
                call(instance, random.nextBoolean() ? "store64" : "store", address, random.nextLong() | 1);
            }
            snapshot.restore();
            assertThat(memory.array()).as("round %d", round).isEqualTo(before);
        }
    }

    @Test
    void importedMemoryIsRestoredWithItsOwner() {
        CoreInstance provider = Fixtures.instance(ENGINE, "provider");
        CoreInstance consumer = Fixtures.instance(ENGINE, "consumer", export(provider, "subtract"),
                export(provider, "memory"), export(provider, "counter"), export(provider, "table"));
        Snapshot snapshot = Snapshot.take(List.of(provider, consumer));
        call(consumer, "subtract", 1, 1);
        call(consumer, "grow", 1);
        call(consumer, "store", 70_000, 5);
        snapshot.restore();
        assertThat(value(consumer, "count")).isEqualTo(5);
        assertThat(value(consumer, "grow", 1)).isEqualTo(1);
        assertThat(value(provider, "read", 70_000)).isZero();
        call(consumer, "store", 70_000, 6);
        assertThat(value(provider, "read", 70_000)).isEqualTo(6);
    }

    @Test
    void onlyTheLatestSnapshotIsUsable() {
        Snapshot old = Snapshot.take(List.of(instance));
        Snapshot fresh = Snapshot.take(List.of(instance));
        fresh.restore();
        assertThatThrownBy(old::restore).isInstanceOf(IllegalStateException.class);
    }
}
