package dev.spinjvm.engine;

import static dev.spinjvm.engine.Fixtures.call;
import static dev.spinjvm.engine.Fixtures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spinjvm.engine.TrapException.Kind;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrapTest {

    private static final Engine ENGINE = Engine.builder().build();

    private final CoreInstance instance = Fixtures.instance(ENGINE, "traps");

    private TrapException trap(String function, long... args) {
        TrapException trap = catchThrowableOfType(TrapException.class, () -> call(instance, function, args));
        assertThat(trap).as("%s must trap", function).isNotNull();
        return trap;
    }

    @ParameterizedTest
    @CsvSource({"divide, 1, 0, integer divide by zero, INTEGER_DIVIDE_BY_ZERO",
        "divide, -2147483648, -1, integer overflow, INTEGER_OVERFLOW",
        "remainder, 5, 0, integer divide by zero, INTEGER_DIVIDE_BY_ZERO"})
    void arithmeticTrapsCarryTheSpecificationsWords(String function, long a, long b, String text, Kind kind) {
        TrapException trap = trap(function, a, b);
        assertThat(trap).hasMessageContaining(text);
        assertThat(trap.kind()).isEqualTo(kind);
    }

    @Test
    void unreachableAndConversionsTrap() {
        assertThat(trap("unreachable")).hasMessage("wasm trap: unreachable");
        assertThat(trap("unreachable").kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(trap("truncate", Double.doubleToRawLongBits(Double.NaN)).kind())
                .isEqualTo(Kind.INVALID_CONVERSION_TO_INTEGER);
        assertThat(trap("truncate", Double.doubleToRawLongBits(1e10)).kind()).isEqualTo(Kind.INTEGER_OVERFLOW);
    }

    @ParameterizedTest
    @CsvSource({"1, uninitialized element, UNINITIALIZED_ELEMENT",
        "2, indirect call type mismatch, INDIRECT_CALL_TYPE_MISMATCH", "4, undefined element, UNDEFINED_ELEMENT",
        "-1, undefined element, UNDEFINED_ELEMENT"})
    void indirectCallsTrap(long element, String text, Kind kind) {
        assertThat(value(instance, "indirect", 0)).isEqualTo(7);
        TrapException trap = trap("indirect", element);
        assertThat(trap).hasMessageContaining(text);
        assertThat(trap.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"load8, 1", "load16, 2", "load32, 4", "load64, 8", "loadf64, 8"})
    void loadsTrapBehindTheLastByte(String function, int width) {
        assertThat(value(instance, function, 65536 - width)).isZero();
        for (long address : new long[]{65536 - width + 1, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, -width, -1}) {
            assertThat(trap(function, address).kind()).as("at %d", address).isEqualTo(Kind.MEMORY_OUT_OF_BOUNDS);
        }
    }

    @ParameterizedTest
    @CsvSource({"store8, 1", "store16, 2", "store32, 4", "store64, 8", "storef32, 4", "storef64, 8"})
    void storesTrapBehindTheLastByteAndWriteNothing(String function, int width) {
        assertThat(call(instance, function, 65536 - width, 0)).isEmpty();
        for (long address : new long[]{65536 - width + 1, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            TrapException trap = trap(function, address, -1);
            assertThat(trap).hasMessageContaining("out of bounds memory access");
        }
        assertThat(value(instance, "load64", 65528)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load32far", "load32farther", "load32farthest"})
    void offsetsDoNotWrapAround(String function) {
        for (long address : new long[]{0, 3, 16, 0x7fffffff, 0x80000000L, 0xffffffffL}) {
            assertThat(trap(function, address).kind()).as("at %d", address).isEqualTo(Kind.MEMORY_OUT_OF_BOUNDS);
        }
    }

    @ParameterizedTest
    @CsvSource({"fill, 65530, 7", "fill, -1, 1", "fill, 0, -1", "fill, 65537, 0"})
    void fillIsChecked(String function, long address, long length) {
        assertThat(trap(function, address, 9, length).kind()).isEqualTo(Kind.MEMORY_OUT_OF_BOUNDS);
        assertThat(call(instance, "fill", 65536, 9, 0)).isEmpty();
        assertThat(value(instance, "load8", 65535)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 65530, 7", "65530, 0, 7", "-4, 0, 4", "0, -4, 4", "0, 0, -1"})
    void copyIsChecked(long to, long from, long length) {
        assertThat(trap("copy", to, from, length).kind()).isEqualTo(Kind.MEMORY_OUT_OF_BOUNDS);
    }

    @Test
    void initIsCheckedAndDroppedSegmentsAreEmpty() {
        assertThat(trap("init", 65535, 0, 2).kind()).isEqualTo(Kind.MEMORY_OUT_OF_BOUNDS);
        assertThat(trap("init", 0, 1, 4).kind()).isEqualTo(Kind.MEMORY_OUT_OF_BOUNDS);
        call(instance, "init", 0, 1, 3);
        assertThat(value(instance, "load32", 0)).isEqualTo(0x040302);
        call(instance, "drop");
        assertThat(trap("init", 0, 0, 1).kind()).isEqualTo(Kind.MEMORY_OUT_OF_BOUNDS);
        assertThat(call(instance, "init", 0, 0, 0)).isEmpty();
    }

    @Test
    void overlappingCopyMovesLikeMemmove() {
        call(instance, "store32", 0, 0x04030201);
        call(instance, "copy", 1, 0, 4);
        assertThat(value(instance, "load64", 0)).isEqualTo(0x0403020101L);
    }

    @Test
    void growthStopsAtTheDeclaredMaximum() {
        assertThat(value(instance, "grow", 1)).isEqualTo(1);
        assertThat(value(instance, "grow", 2)).isEqualTo(-1);
        assertThat(value(instance, "grow", -1)).isEqualTo(-1);
        assertThat(value(instance, "grow", 1)).isEqualTo(2);
        assertThat(value(instance, "size")).isEqualTo(3);
        assertThat(value(instance, "load32", 3 * 65536 - 4)).isZero();
    }

    @Test
    void growthStopsAtTheEnginesLimit() {
        try (Engine small = Engine.builder().maxMemoryBytes(2 * 65536 + 100).build()) {
            CoreInstance limited = Fixtures.instance(small, "traps");
            assertThat(value(limited, "grow", 1)).isEqualTo(1);
            assertThat(value(limited, "grow", 1)).isEqualTo(-1);
        }
    }

    @Test
    void valuesAreSignExtended() {
        assertThat(value(instance, "negate", 1)).isEqualTo(-1);
        assertThat(value(instance, "negate", 0xffffffffL)).isEqualTo(1);
        assertThat(value(instance, "negate", 0x80000000L)).isEqualTo(Integer.MIN_VALUE);
        assertThat(value(instance, "half", Float.floatToRawIntBits(-3f))).isEqualTo(Float.floatToRawIntBits(-1.5f));
    }

    @Test
    void endlessRecursionTrapsAndTheThreadGoesOn() {
        for (int i = 0; i < 3; i++) {
            TrapException trap = trap("recurse");
            assertThat(trap.kind()).isEqualTo(Kind.STACK_EXHAUSTED);
            assertThat(trap).hasMessageContaining("call stack exhausted");
        }
        assertThat(value(Fixtures.instance(ENGINE, "traps"), "negate", 5)).isEqualTo(-5);
    }

    /// Each time in code that is not compiled yet, whose frames are the largest and which the pacer interrupts most.
    @RepeatedTest(10)
    void virtualThreadsHaveDeepStacks() throws Exception {
        FutureTask<Long> deep = new FutureTask<>(() -> value(instance, "depth", 50_000));
        Thread.ofVirtual().start(deep);
        assertThat(deep.get()).isEqualTo(50_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interruptionStopsALoop(boolean virtual) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        FutureTask<TrapException> loop = new FutureTask<>(() -> {
            started.countDown();
            TrapException trap = trap("spin");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return trap;
        });
        Thread thread = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(loop);
        started.await();
        thread.interrupt();
        TrapException trap = loop.get();
        assertThat(trap.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(trap).hasMessageContaining("interrupt");
    }

    @Test
    void anInterruptDuringHostCodeEndsTheGuest() {
        CoreModule module = ENGINE.compile(TestModule.huge());
        FuncType type = (FuncType) module.imports().getFirst().type();
        CoreInstance caller = module.instantiate(List.of(CoreFunction.host(type, _ -> Thread.currentThread().interrupt())));
        TrapException first = catchThrowableOfType(TrapException.class, () -> value(caller, "run", 1));
        TrapException second = trap("negate", 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(first.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(second.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(value(instance, "negate", 1)).isEqualTo(-1);
    }

    @RepeatedTest(10)
    void spinningGuestsLetOtherThreadsRun() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        CountDownLatch started = new CountDownLatch(carriers);
        List<Thread> spinning = Stream.generate(() -> Fixtures.instance(ENGINE, "traps")).limit(carriers)
                .map(guest -> Thread.ofVirtual().start(() -> {
                    started.countDown();
                    assertThatThrownBy(() -> call(guest, "spin")).isInstanceOf(TrapException.class);
                })).toList();
        started.await();
        FutureTask<Long> other = new FutureTask<>(() -> value(instance, "negate", 1));
        Thread.ofVirtual().start(other);
        assertThat(other.get()).isEqualTo(-1);
        assertThat(spinning).allMatch(Thread::isAlive);
        for (Thread thread : spinning) {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void aFailingStartLeavesNoInstance() {
        for (String name : List.of("start-traps", "segment-outside", "element-outside")) {
            TrapException trap = catchThrowableOfType(TrapException.class, () -> Fixtures.instance(ENGINE, name));
            assertThat(trap).as(name).isNotNull();
        }
    }

    @Test
    void exceptionsOfTheThreadAreNotLost() throws InterruptedException {
        FutureTask<Long> task = new FutureTask<>(() -> value(instance, "divide", 1, 0));
        Thread.ofVirtual().start(task).join();
        ExecutionException failure = catchThrowableOfType(ExecutionException.class, task::get);
        assertThat(failure).hasCauseInstanceOf(TrapException.class);
    }
}
