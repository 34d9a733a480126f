package dev.spinjvm.engine;

import static dev.spinjvm.engine.Fixtures.call;
import static dev.spinjvm.engine.Fixtures.export;
import static dev.spinjvm.engine.Fixtures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A memory that gives its array up while its guest waits.
class SetAsideTest {
    private static final Engine ENGINE = Engine.builder().build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void whatWasWrittenIsThereAgain() {
        CoreInstance instance = Fixtures.instance(ENGINE, "scribbler");
        CoreMemory memory = (CoreMemory) export(instance, "memory");
        Snapshot image = Snapshot.take(List.of(instance));
        byte[] initial = memory.array().clone();
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 30; i++) {
                if (i == round) {
                    call(instance, "grow", 1 + random.nextInt(2));
                }
                int address = random.nextInt(memory.byteSize() - 8);
                call(instance, random.nextBoolean() ? "store64" : "store", address, random.nextLong() | 1);
            }
            byte[] written = memory.array().clone();

            long kept = memory.setAside();

            assertThat(kept).isBetween(1L, 31 * 2 * 4096L);
            assertThat(memory.array()).isEmpty();
            memory.bringBack();
            assertThat(memory.array()).isEqualTo(written);
            assertThat(memory.byteSize()).isEqualTo(written.length);
            call(instance, "store64", memory.byteSize() - 8, -1);
            image.restore();
            assertThat(memory.array()).as("round %d", round).isEqualTo(initial);
        }
    }

    @Test
    void fewBytesAreKeptOfAPageWithFewWrites() {
        CoreInstance instance = Fixtures.instance(ENGINE, "scribbler");
        CoreMemory memory = (CoreMemory) export(instance, "memory");
        Snapshot.take(List.of(instance));
        int last = memory.byteSize();
        call(instance, "grow", 1);
        for (int address : new int[]{0, 4094, 8188, last - 4, memory.byteSize() - 8}) {
            call(instance, "store64", address, -1);
        }
        byte[] written = memory.array().clone();

        assertThat(memory.setAside()).isBetween(5 * 8L, 1024L);
        memory.bringBack();
        assertThat(memory.array()).isEqualTo(written);
    }

    @Test
    void whatGrowthLeftBehindIsHeld() {
        CoreInstance instance = Fixtures.instance(ENGINE, "scribbler");
        CoreMemory memory = (CoreMemory) export(instance, "memory");
        Snapshot image = Snapshot.take(List.of(instance));
        long small = memory.byteSize();
        assertThat(memory.heldBytes()).isEqualTo(small);
        call(instance, "grow", 1);
        call(instance, "store64", 0, -1);
        long both = small + memory.byteSize();
        assertThat(memory.heldBytes()).as("the next round begins in the first array").isEqualTo(both);

        assertThat(memory.setAside()).isEqualTo(memory.heldBytes()).isLessThan(4096);
        memory.bringBack();
        assertThat(memory.heldBytes()).isEqualTo(both);
        image.restore();
        assertThat(memory.byteSize()).isEqualTo(small);
        assertThat(memory.heldBytes()).as("the next round's growth finds its array").isEqualTo(both);
    }

    @Test
    void aMemoryThatWasNotWrittenHoldsNothing() {
        CoreInstance instance = Fixtures.instance(ENGINE, "scribbler");
        CoreMemory memory = (CoreMemory) export(instance, "memory");
        Snapshot.take(List.of(instance));
        byte[] initial = memory.array().clone();
        assertThat(memory.setAside()).isZero();
        assertThat(memory.setAside()).as("again").isZero();
        memory.bringBack();
        memory.bringBack();
        assertThat(memory.array()).isEqualTo(initial);
    }

    @Test
    void aGuestGoesOnWithItsMemoryWhereItWasSetAside() {
        CoreInstance instance = Fixtures.instance(ENGINE, "scribbler");
        CoreMemory memory = (CoreMemory) export(instance, "memory");
        Snapshot.take(List.of(instance));
        call(instance, "store", 64, 4711);
        memory.setAside();
        memory.bringBack();
        assertThat(Arrays.copyOfRange(memory.array(), 64, 66)).containsExactly(0x67, 0x12);
        long pages = value(instance, "grow", 1);
        assertThat(memory.byteSize()).isEqualTo((pages + 1) * 65536);
    }

    @Test
    void withoutASnapshotThereIsNothingToReturnTo() {
        CoreMemory memory = (CoreMemory) export(Fixtures.instance(ENGINE, "scribbler"), "memory");
        assertThatThrownBy(memory::setAside).isInstanceOf(IllegalStateException.class);
    }
}
