package dev.spinjvm.engine;

import static dev.spinjvm.engine.Fixtures.call;
import static dev.spinjvm.engine.Fixtures.export;
import static dev.spinjvm.engine.Fixtures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spinjvm.engine.TrapException.Kind;
import dev.spinjvm.engine.guest.Budget;
import dev.spinjvm.engine.guest.FunctionReference;
import dev.spinjvm.engine.guest.GuestGlobal;
import dev.spinjvm.engine.guest.GuestTable;
import dev.spinjvm.engine.guest.LinearMemory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the specification calls instantiation: constant expressions, segments, partial success.
class InstantiationTest {

    private static final Engine ENGINE = Engine.builder().build();
    private static final FuncType GETTER = new FuncType(List.of(), List.of(ValueType.I32));

    private static CoreGlobal global(ValueType type, long word, @Nullable Object reference) {
        GuestGlobal global = new GuestGlobal();
        global.word = word;
        global.reference = reference;
        return new CoreGlobal(new GlobalDecl(type, false), global);
    }

    private static String text(CoreMemory memory, int at, int length) {
        return new String(memory.array(), at, length, StandardCharsets.US_ASCII);
    }

    private static CoreInstance constants() {
        CoreInstance other = Fixtures.instance(ENGINE, "partial", memory(2), table(), global(ValueType.I32, 0, null));
        FunctionReference five = other.instance().function(0);
        return Fixtures.instance(ENGINE, "constants", global(ValueType.I32, 2, null),
                global(ValueType.I64, 1L << 40, null), global(ValueType.FUNCREF, 0, five));
    }

    private static CoreMemory memory(int pages) {
        return new CoreMemory(new LinearMemory(
                new MemoryDecl(new Limits(pages, OptionalLong.empty()), false, false), new Budget(1 << 20)));
    }

    private static CoreTable table() {
        return new CoreTable(new GuestTable(
                new TableDecl(ValueType.FUNCREF, new Limits(4, OptionalLong.empty()), false, false), null,
                new Budget(10)));
    }

    @Test
    void constantExpressionsUseEarlierGlobals() {
        CoreInstance instance = constants();
        assertThat(((CoreGlobal) export(instance, "triple")).value()).isEqualTo(6);
        assertThat(((CoreGlobal) export(instance, "next")).value()).isEqualTo(7);
        assertThat(((CoreGlobal) export(instance, "wrapped")).value()).isEqualTo(Integer.MIN_VALUE);
        assertThat(((CoreGlobal) export(instance, "sum")).value()).isEqualTo(3 * (1L << 40) - 1);
        assertThat(((CoreGlobal) export(instance, "half")).value()).isEqualTo(Float.floatToRawIntBits(-0.5f));
        assertThat(((CoreGlobal) export(instance, "double")).value()).isEqualTo(Double.doubleToRawLongBits(1.5));
    }

    @Test
    void segmentsAreCopiedInTheirOrder() {
        CoreMemory memory = (CoreMemory) export(constants(), "memory");
        assertThat(text(memory, 10, 5)).isEqualTo("based");
        assertThat(text(memory, 100, 7)).isEqualTo("firover");
    }

    @Test
    void passiveSegmentsWait() {
        CoreInstance instance = constants();
        call(instance, "init", 500);
        assertThat(text((CoreMemory) export(instance, "memory"), 500, 4)).isEqualTo("late");
        assertThat(value(instance, "call", 0)).isEqualTo(7);
        assertThat(value(instance, "call", 1)).isEqualTo(5);
    }

    @Test
    void tablesHoldFunctionsOfAllInstances() {
        CoreInstance instance = constants();
        assertThat(value(instance, "call", 2)).isEqualTo(5);
        assertThat(catchThrowableOfType(TrapException.class, () -> call(instance, "call", 3)).kind())
                .isEqualTo(Kind.UNINITIALIZED_ELEMENT);
        assertThat(value(instance, "call", 4)).isEqualTo(7);
        assertThat(value(instance, "call", 5)).isEqualTo(7);
        assertThat(value(instance, "call-filled", 2)).isEqualTo(7);
        assertThat(value(instance, "call-global")).isEqualTo(7);
    }

    @Test
    void aFunctionIsOneReference() {
        CoreInstance instance = constants();
        GuestTable table = ((CoreTable) export(instance, "table")).table;
        assertThat(table.get(4)).isNotNull().isSameAs(table.get(5))
                .isSameAs(((CoreTable) export(instance, "filled")).table.get(0))
                .isSameAs(((CoreFunction) export(instance, "seven")).reference(-1));
        assertThat(table.get(2)).isNotSameAs(table.get(4));
    }

    @Test
    void aHostFunctionIsOneReference() {
        CoreFunction host = CoreFunction.host(GETTER, values -> values[0] = 9);
        assertThat(host.reference(3)).isSameAs(host.reference(3));
    }

    @Test
    void whatWasWrittenBeforeATrapStays() {
        CoreMemory memory = memory(1);
        CoreTable table = table();
        TrapException trap = catchThrowableOfType(TrapException.class,
                () -> Fixtures.instance(ENGINE, "partial", memory, table, global(ValueType.I32, 4, null)));
        assertThat(trap.kind()).isEqualTo(Kind.TABLE_OUT_OF_BOUNDS);
        assertThat(table.table.get(1)).isInstanceOf(FunctionReference.class);
        assertThat(text(memory, 0, 1)).as("elements come before data").isEqualTo("\0");
        trap = catchThrowableOfType(TrapException.class,
                () -> Fixtures.instance(ENGINE, "partial", memory, table, global(ValueType.I32, 3, null)));
        assertThat(trap.kind()).isEqualTo(Kind.MEMORY_OUT_OF_BOUNDS);
        assertThat(text(memory, 0, 5)).isEqualTo("there");
        assertThat(memory.array()[65535]).isZero();
        long[] result = new long[1];
        ((FunctionReference) List.of(table.table.get(3)).getFirst()).call(result, new Object[1]);
        assertThat(result[0]).isEqualTo(5);
    }

    @Test
    void manySegmentsBecomeFew() {
        byte[] segment = TestModule.bytes(0, 0x41, 0, 0x0b, 3, 1, 2, 3);
        byte[][] segments = new byte[100][];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = segment.clone();
            segments[i][2] = (byte) (i % 40);
        }
        byte[] module = TestModule.concat(TestModule.header(), TestModule.section(5, TestModule.bytes(1, 0, 1)),
                TestModule.section(7, TestModule.bytes(1, 1, 'm', 2, 0)),
                TestModule.section(11, TestModule.concat(TestModule.bytes(100), TestModule.concat(segments))));
        CoreInstance instance = ENGINE.compile(module).instantiate(List.of());
        byte[] start = Arrays.copyOf(((CoreMemory) export(instance, "m")).array(), 43);
        byte[] expected = new byte[43];
        for (int i = 0; i < segments.length; i++) {
            System.arraycopy(segment, 5, expected, i % 40, 3);
        }
        assertThat(start).isEqualTo(expected);
    }
}
