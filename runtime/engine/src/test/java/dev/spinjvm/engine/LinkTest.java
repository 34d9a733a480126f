package dev.spinjvm.engine;

import static dev.spinjvm.engine.Fixtures.call;
import static dev.spinjvm.engine.Fixtures.export;
import static dev.spinjvm.engine.Fixtures.function;
import static dev.spinjvm.engine.Fixtures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spinjvm.engine.TrapException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTest {

    private static final Engine ENGINE = Engine.builder().build();
    private static final FuncType BINARY = new FuncType(List.of(ValueType.I32, ValueType.I32),
            List.of(ValueType.I32));

    private final CoreInstance provider = Fixtures.instance(ENGINE, "provider");

    private CoreInstance consumer() {
        return Fixtures.instance(ENGINE, "consumer", export(provider, "subtract"), export(provider, "memory"),
                export(provider, "counter"), export(provider, "table"));
    }

    @Test
    void importsWithEmptyAndEqualNamesKeepTheirOrder() {
        CoreModule module = ENGINE.compile(Fixtures.bytes("host"));
        assertThat(module.imports()).extracting(ImportDecl::module).containsExactly("", "", "m", "m");
        assertThat(module.imports()).extracting(ImportDecl::name).containsExactly("", "", "f", "f");
        CoreInstance instance = module.instantiate(List.of(
                CoreFunction.host((FuncType) module.imports().get(0).type(), values -> values[0]++),
                CoreFunction.host((FuncType) module.imports().get(1).type(), values -> values[0] *= 2),
                CoreFunction.host((FuncType) module.imports().get(2).type(), values -> {
                    assertThat(Arrays.copyOf(values, 4)).containsExactly(-1, Float.floatToRawIntBits(1.5f),
                            Double.doubleToRawLongBits(-2.5), 0x100000000L);
                    values[0] = 0x1_0000_0005L;
                }), CoreFunction.host((FuncType) module.imports().get(3).type(), values -> values[0] = 99)));
        assertThat(value(instance, "first", 41)).isEqualTo(42);
        assertThat(value(instance, "second", 21)).isEqualTo(42);
        assertThat(value(instance, "third")).isEqualTo(5);
        assertThat(value(instance, "fourth")).isEqualTo(99);
        assertThat(value(instance, "again")).isEqualTo(99);
        assertThat(instance.export("")).isInstanceOf(CoreMemory.class);
        assertThat(instance.export("absent")).isNull();
    }

    @Test
    void declarationsTellTypesAndLimits() {
        CoreModule module = ENGINE.compile(Fixtures.bytes("provider"));
        assertThat(module.imports()).isEmpty();
        assertThat(module.exports()).contains(
                new ExportDecl("memory", new MemoryDecl(new Limits(1, OptionalLong.of(4)), false, false)),
                new ExportDecl("counter", new GlobalDecl(ValueType.I32, true)),
                new ExportDecl("table",
                        new TableDecl(ValueType.FUNCREF, new Limits(2, OptionalLong.of(8)), false, false)),
                new ExportDecl("subtract", BINARY));
        assertThat(provider.exports().keySet())
                .containsExactlyElementsOf(module.exports().stream().map(ExportDecl::name).toList());
    }

    @Test
    void memoryGlobalsAndTablesAreShared() {
        CoreInstance consumer = consumer();
        assertThat(value(consumer, "subtract", 10, 4)).isEqualTo(6);
        assertThat(value(consumer, "count")).isEqualTo(6);
        assertThat(value(consumer, "indirect", 10, 4, 1)).isEqualTo(6);
        assertThat(((CoreGlobal) export(provider, "counter")).value()).isEqualTo(7);
        assertThat(value(provider, "read", 16)).isEqualTo(42);
        call(consumer, "init");
        assertThat(value(provider, "read", 32)).isEqualTo(7);
        assertThat(value(consumer, "grow", 1)).isEqualTo(1);
        call(consumer, "store", 70_000, 77);
        assertThat(value(provider, "read", 70_000)).isEqualTo(77);
        CoreMemory memory = (CoreMemory) export(provider, "memory");
        assertThat(memory.byteSize()).isEqualTo(2 * 65536);
        assertThat(memory.array()[70_000]).isEqualTo((byte) 77);
    }

    @Test
    void aReexportIsTheSameExtern() {
        assertThat(consumer().export("re-exported")).isSameAs(provider.export("subtract"));
    }

    @Test
    void shimTablesFilledByAnotherInstanceWork() {
        CoreInstance shim = Fixtures.instance(ENGINE, "shim");
        Fixtures.instance(ENGINE, "fixups", export(provider, "subtract"), export(provider, "double"),
                export(shim, "$imports"));
        assertThat(value(shim, "0", 44, 2)).isEqualTo(42);
        assertThat(value(shim, "1", 21)).isEqualTo(42);
        assertThat(catchThrowableOfType(TrapException.class, () -> call(shim, "wrong")).kind())
                .isEqualTo(Kind.INDIRECT_CALL_TYPE_MISMATCH);
        assertThat(catchThrowableOfType(TrapException.class, () -> call(shim, "empty")).kind())
                .isEqualTo(Kind.UNINITIALIZED_ELEMENT);
    }

    @Test
    void shimTablesCanHoldHostFunctions() {
        CoreInstance shim = Fixtures.instance(ENGINE, "shim");
        Fixtures.instance(ENGINE, "fixups",
                CoreFunction.host(BINARY, values -> values[0] *= values[1]),
                CoreFunction.host(new FuncType(List.of(ValueType.I64), List.of(ValueType.I64)),
                        values -> values[0] = -values[0]),
                export(shim, "$imports"));
        assertThat(value(shim, "0", 6, 7)).isEqualTo(42);
        assertThat(value(shim, "1", -42)).isEqualTo(42);
    }

    @Test
    void growingATableLeavesTheNextInstanceAlone() {
        assertThat(value(provider, "grow-table", 5)).isEqualTo(2);
        assertThat(value(provider, "grow-table", 2)).isEqualTo(-1);
        CoreInstance next = Fixtures.instance(ENGINE, "provider");
        assertThat(value(next, "table-size")).isEqualTo(2);
        assertThat(value(next, "grow-table", 6)).isEqualTo(2);
        assertThat(value(provider, "table-size")).isEqualTo(7);
    }

    @Test
    void importsThatDoNotFitAreNamed() {
        CoreModule module = ENGINE.compile(Fixtures.bytes("consumer"));
        assertThatThrownBy(() -> module.instantiate(List.of(export(provider, "double"), export(provider, "memory"),
                export(provider, "counter"), export(provider, "table"))))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("\"p\" \"subtract\"")
                .hasMessageContaining("expected func [i32 i32] -> [i32], found func [i64] -> [i64]");
        assertThatThrownBy(() -> module.instantiate(List.of())).isInstanceOf(LinkException.class)
                .hasMessageContaining("4 imports");
    }

    @Test
    void memoriesBeyondTheLimitAreRefused() {
        try (Engine small = Engine.builder().maxMemoryBytes(65536).build()) {
            assertThatThrownBy(() -> Fixtures.instance(small, "scribbler")).isInstanceOf(LinkException.class)
                    .hasMessageContaining("memory of 2 pages");
        }
    }

    @Test
    void tablesOfOneInstanceShareALimit() {
        // (table 6000000 funcref) (table 6000000 funcref)
        byte[] tables = TestModule.section(4,
                TestModule.bytes(2, 0x70, 0, 0x80, 0x9b, 0xee, 2, 0x70, 0, 0x80, 0x9b, 0xee, 2));
        CoreModule module = ENGINE.compile(TestModule.concat(TestModule.header(), tables));
        assertThatThrownBy(() -> module.instantiate(List.of())).isInstanceOf(LinkException.class)
                .hasMessageContaining("table of 6000000 elements");
    }

    @Test
    void hostExceptionsTravelThroughGuestsUnchanged() {
        IllegalStateException thrown = new IllegalStateException("from the host");
        CoreModule module = ENGINE.compile(Fixtures.bytes("host"));
        List<CoreFunction> failing = module.imports().stream()
                .map(i -> CoreFunction.host((FuncType) i.type(), _ -> {
                    throw thrown;
                })).toList();
        CoreInstance instance = module.instantiate(failing);
        assertThatThrownBy(() -> call(instance, "first", 1)).isSameAs(thrown);
        CoreInstance shim = Fixtures.instance(ENGINE, "shim");
        Fixtures.instance(ENGINE, "fixups", CoreFunction.host(BINARY, _ -> {
            throw thrown;
        }), export(provider, "double"), export(shim, "$imports"));
        assertThatThrownBy(() -> call(shim, "0", 1, 2)).isSameAs(thrown);
    }

    @Test
    void trapsOfACalleeReachTheOutermostCaller() {
        CoreInstance caller = Fixtures.instance(ENGINE, "host",
                CoreFunction.host(new FuncType(List.of(ValueType.I32), List.of(ValueType.I32)),
                        _ -> call(provider, "boom")),
                hostLike(1), hostLike(2), function(provider, "boom"));
        assertThat(catchThrowableOfType(TrapException.class, () -> call(caller, "first", 1)).kind())
                .isEqualTo(Kind.UNREACHABLE);
        assertThat(catchThrowableOfType(TrapException.class, () -> call(caller, "fourth")).kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    private static CoreFunction hostLike(int importIndex) {
        CoreModule module = ENGINE.compile(Fixtures.bytes("host"));
        return CoreFunction.host((FuncType) module.imports().get(importIndex).type(), values -> values[0] = 0);
    }

    @ParameterizedTest
    @CsvSource({"catch-a, 0, 41", "catch-a, 3, -1", "catch-all, 0, -2", "catch-all, 1, -2", "catch-all, 3, -1"})
    void exceptionsAreCaughtAcrossInstances(String function, long which, long expected) {
        assertThat(value(catcher(), function, which)).isEqualTo(expected);
    }

    @Test
    void aTagOfEqualTypeIsAnotherTag() {
        TrapException trap = catchThrowableOfType(TrapException.class, () -> call(catcher(), "catch-a", 1));
        assertThat(trap.kind()).isEqualTo(Kind.UNCAUGHT_EXCEPTION);
    }

    @Test
    void hostExceptionsAreNotCaughtByGuests() {
        assertThatThrownBy(() -> call(catcher(), "catch-all", 2)).isInstanceOf(IllegalStateException.class)
                .hasMessage("host failure");
    }

    private static CoreInstance catcher() {
        CoreInstance thrower = Fixtures.instance(ENGINE, "thrower");
        return Fixtures.instance(ENGINE, "catcher", export(thrower, "a"), export(thrower, "throw-a"),
                export(thrower, "throw-b"), CoreFunction.host(new FuncType(List.of(), List.of()), _ -> {
                    throw new IllegalStateException("host failure");
                }));
    }

    @Test
    void callsWorkInPlaceInArraysOfAnyLength() {
        long[] values = {44, 2, 77};
        function(provider, "subtract").call(values);
        assertThat(values[0]).isEqualTo(42);
        CoreFunction host = CoreFunction.host(BINARY, given -> given[0] = given[0] * given[1] + (1L << 40));
        long[] wide = {0x1_0000_0003L, 5, 77};
        host.call(wide);
        assertThat(wide[0]).as("an i32 counts by its low half, both ways").isEqualTo(15);
        assertThat(wide[2]).isEqualTo(77);
        assertThat(host.invoke(3, 5)).containsExactly(15);
        assertThatThrownBy(() -> function(provider, "subtract").call(new long[1])).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("array of 1 elements");
    }

    @Test
    void aWrongNumberOfArgumentsIsTheCallersFault() {
        assertThatThrownBy(() -> call(provider, "subtract", 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 arguments");
    }

    @Test
    void vectorsWork() {
        assertThat(value(Fixtures.instance(ENGINE, "simd"), "add", -21)).isEqualTo(-42);
    }

    @Test
    void atomicsWorkOnOneThread() {
        CoreInstance atomics = Fixtures.instance(ENGINE, "atomics");
        assertThat(value(atomics, "add", 5)).isZero();
        assertThat(value(atomics, "add", 1)).isEqualTo(5);
        assertThat(value(atomics, "exchange", 8, 6, 9)).isEqualTo(6);
        assertThat(value(atomics, "exchange", 8, 6, 10)).isEqualTo(9);
        assertThat(value(atomics, "wait", 1, 0)).as("not equal").isEqualTo(1);
        assertThat(value(atomics, "wait", 9, 1000)).as("timed out").isEqualTo(2);
        assertThat(value(atomics, "notify")).isZero();
        assertThat(catchThrowableOfType(TrapException.class, () -> call(atomics, "exchange", 12, 0, 0)).kind())
                .isEqualTo(Kind.UNALIGNED_ATOMIC);
    }
}
