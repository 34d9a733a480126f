package dev.spinjvm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidModuleTest {

    private final Engine engine = Engine.builder().build();

    private void refused(byte[] bytes, String... texts) {
        assertThatThrownBy(() -> engine.compile(bytes)).isInstanceOf(InvalidModuleException.class)
                .hasMessageContainingAll(texts);
    }

    @Test
    void memory64IsNamed() {
        refused(Fixtures.bytes("memory64"), "unsupported feature memory64");
    }

    @Test
    void legacyExceptionsAreNamedWithTheirFunction() {
        // (func (try (do) (catch_all))) in the encoding of the old proposal
        refused(TestModule.ofFunction(0x06, 0x40, 0x19, 0x0b, 0x0b), "unsupported feature legacy exception handling",
                "function 0");
    }

    @Test
    void wideArithmeticIsNamedWithItsFunction() {
        refused(TestModule.ofFunction(0x42, 1, 0x42, 1, 0x42, 1, 0x42, 1, 0xfc, 0x13, 0x1a, 0x1a, 0x0b),
                "unsupported feature wide arithmetic", "function 0");
    }

    @Test
    void objectsOutsideTheMemoryLimitAreRefused() {
        // (type $s (struct)) (func (drop (struct.new_default $s)))
        byte[] types = TestModule.section(1, TestModule.bytes(2, 0x60, 0, 0, 0x5f, 0));
        byte[] functions = TestModule.section(3, TestModule.bytes(1, 0));
        byte[] code = TestModule.section(10, TestModule.bytes(1, 6, 0, 0xfb, 1, 1, 0x1a, 0x0b));
        refused(TestModule.concat(TestModule.header(), types, functions, code), "unsupported feature GC",
                "struct type");
    }

    @Test
    void invalidCodeIsRefused() {
        refused(TestModule.ofFunction(0x41, 1, 0x0b), "type mismatch");
        refused(TestModule.ofFunction(0x20, 9, 0x1a, 0x0b), "unknown local");
    }

    @Test
    void whatIsNoCoreModuleIsRefused() {
        refused(new byte[0], "magic header");
        refused("not wasm at all".getBytes(StandardCharsets.US_ASCII), "magic header");
        refused(new byte[]{0, 'a', 's', 'm', 0x0d, 0, 1, 0}, "no core module");
    }

    @Test
    void billionsOfLocalsAreRefused() {
        byte[] locals = {3, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0x7f, 1, 0x7f, 1, 0x7f};
        refused(TestModule.ofBody(TestModule.concat(locals, new byte[]{0x0b})), "too many locals");
    }

    @ParameterizedTest
    @ValueSource(strings = {"traps", "host", "consumer", "scribbler", "catcher"})
    void truncatedModulesAreRefused(String name) {
        byte[] whole = Fixtures.bytes(name);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Throwable thrown = catchThrowable(() -> engine.compile(cut));
            // A cut between two sections can leave a module.
            assertThat(thrown).as("%d bytes", length)
                    .satisfiesAnyOf(t -> assertThat(t).isNull(),
                            t -> assertThat(t).isInstanceOf(InvalidModuleException.class));
        }
    }

    @Test
    void damagedModulesAreRefusedOrRun() {
        Random random = new Random(11);
        for (String name : List.of("traps", "host", "consumer", "scribbler", "shim", "catcher")) {
            for (int i = 0; i < 150; i++) {
                byte[] bytes = Fixtures.bytes(name);
                for (int n = random.nextInt(3); n >= 0; n--) {
                    bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt();
                }
                assertThatCode(() -> {
                    try {
                        engine.compile(bytes).instantiate(List.of());
                    } catch (InvalidModuleException | LinkException | TrapException e) {
                        // Any of these is a proper answer.
                    }
                }).as("%s, change %d", name, i).doesNotThrowAnyException();
            }
        }
    }
}
