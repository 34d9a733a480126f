package dev.spinjvm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Host functions that read their arguments from the call: each value crosses as it does for those that get objects.
class HostCallTest {

    private static Linker linker(DirectFunction body) {
        return ValueMappingTest.linker(body);
    }

    /// Reads and gives back a value by the methods for its type.
    private static void echo(HostCall call, String type) {
        switch (type) {
            case "bool" -> call.giveBool((Boolean) Objects.requireNonNull(call.value(0)));
            case "s8", "u8", "s16", "u16", "s32", "char", "enum", "flags" -> call.giveI32(call.i32(0));
            case "u32", "s64", "u64" -> call.giveI64(call.i64(0));
            case "text", "text-utf16", "text-latin1" -> call.give(call.string(0));
            case "bytes" -> call.give(call.bytes(0));
            case "result", "empty-result" -> {
                switch ((Result) Objects.requireNonNull(call.value(0))) {
                    case Result.Ok(var payload) -> call.ok(payload);
                    case Result.Err(var payload) -> call.err(payload);
                }
            }
            default -> call.give(call.value(0));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spinjvm.component.ValueMappingTest#values")
    void valueArrivesAtTheHostAndComesBack(String export, @Nullable Object value) throws Exception {
        ComponentInstance instance = Guest.instantiate("echo", linker(call -> echo(call, export)));
        for (int i = 0; i < 2; i++) {
            Object answer = instance.function(null, export).call(value);
            assertThat(Objects.deepEquals(value, answer)).as("the guest answered %s", answer).isTrue();
        }
    }

    @Test
    void theSameFunctionServesCallsThatPassObjects() {
        DirectFunction sum = call -> call.giveI64(call.i64(0) + call.i32(1));
        DirectFunction fail = call -> call.err(call.string(0));
        DirectFunction count = call -> call.okI64(call.bytes(0).length);
        Store store = new Store();
        assertThat(sum.call(store, new Object[]{40L, 2})).isEqualTo(42L);
        assertThat(fail.call(store, new Object[]{"no"})).isEqualTo(Result.err("no"));
        assertThat(count.call(store, new Object[]{new byte[3]})).isEqualTo(Result.ok(3L));
    }

    @Test
    void aMethodThatDoesNotFitTheTypeIsNamedAsTheHostsFault() throws Exception {
        ComponentInstance instance = Guest.instantiate("echo", linker(call -> call.ok(call.i64(0))));
        assertThatThrownBy(() -> instance.function(null, "u32").call(1L)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("example:echo/host@1.0.0#echo-u32");
        ComponentInstance wrong = Guest.instantiate("echo", linker(call -> call.giveI64(call.i64(0))));
        assertThatThrownBy(() -> wrong.function(null, "text").call("x")).isInstanceOf(ClassCastException.class);
    }

    @Test
    void aFunctionGivesExactlyOneResult() throws Exception {
        ComponentInstance none = Guest.instantiate("echo", linker(HostCall::store));
        assertThatThrownBy(() -> none.function(null, "u32").call(1L)).hasRootCauseMessage("no result was given");
        ComponentInstance two = Guest.instantiate("echo", linker(call -> {
            call.giveI64(1);
            call.giveI64(2);
        }));
        assertThatThrownBy(() -> two.function(null, "u32").call(1L)).hasRootCauseMessage("a result too many");
    }

    @Test
    void callsWithinCallsKeepTheirArgumentsApart() throws Exception {
        Deque<ComponentInstance> others = new ArrayDeque<>();
        DirectFunction body = call -> {
            String text = call.string(0);
            ComponentInstance next = others.poll();
            call.give(next == null ? text : text + next.function(null, "text").call("<" + text + ">"));
        };
        PreparedComponent component = Guest.prepare("echo", linker(body));
        others.add(component.instantiate(new Store()));
        others.add(component.instantiate(new Store()));
        assertThat(component.instantiate(new Store()).function(null, "text").call("a")).isEqualTo("a<a><<a>>");
    }

    @Test
    void aGuestGoesOnAfterItWasSetAsideInAHostFunction() throws Exception {
        List<ComponentInstance> holder = new ArrayList<>();
        DirectFunction body = call -> {
            String text = call.string(0);
            ComponentInstance self = holder.getFirst();
            long before = self.memoryBytes();
            List<WeakReference<byte[]>> arrays = Arrays.stream(self.memories).map(memory -> new WeakReference<>(memory.array())).toList();
            assertThat(self.setAside()).isBetween(0L, before - 1);
            assertThat(self.memoryBytes()).isLessThan(before);
            System.gc();
            assertThat(arrays).isNotEmpty().as("neither frames of the guest nor host functions hold them").allMatch(array -> array.refersTo(
                    null));
            self.bringBack();
            assertThat(self.memoryBytes()).isEqualTo(before);
            call.give(text + text);
        };
        holder.add(Guest.instantiate("echo", linker(body)));
        for (int i = 0; i < 3; i++) {
            assertThat(holder.getFirst().function(null, "text").call("round " + i)).isEqualTo("round " + i + "round " + i);
            holder.getFirst().reset();
        }
    }

    @Test
    void functionTypesWithManyParametersWorkToo() throws Exception {
        ComponentInstance instance = Guest.instantiate("echo", linker(call -> call.give(call.value(0))));
        Object[] large = {"", "a", "b", "c", "d", "e", "f", "g", 1};
        assertThat((Object[]) instance.function(null, "large").call((Object) large)).isEqualTo(large);
    }
}
