package dev.spinjvm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.engine.binary.ModuleDecoder;
import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.validation.ModuleValidator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

    private static final int I32 = 0x7f;

    private static byte[] module(WasmWriter sections) {
        return new WasmWriter().u8(0, 'a', 's', 'm', 1, 0, 0, 0).add(sections).bytes();
    }

    private static byte[] types(WasmWriter contents) {
        return module(new WasmWriter().section(1, contents));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13})
    void aFewBytesCannotAnnounceMuch(int section) {
        byte[] wasm = module(new WasmWriter().section(section, new WasmWriter().unsigned(Integer.MAX_VALUE)));
        assertThatThrownBy(() -> ModuleDecoder.decode(wasm)).isInstanceOf(InvalidModuleException.class)
                .hasMessageContaining("unexpected end");
    }

    @Test
    void sectionsOutOfOrderAreRefused() {
        byte[] wasm = module(new WasmWriter().section(3, new WasmWriter().u8(0)).section(1, new WasmWriter().u8(0)));
        assertThatThrownBy(() -> ModuleDecoder.decode(wasm)).hasMessageContaining("unexpected content after last section");
    }

    @Test
    void bytesAfterASectionsContentsAreRefused() {
        byte[] wasm = types(new WasmWriter().u8(0, 0));
        assertThatThrownBy(() -> ModuleDecoder.decode(wasm)).hasMessageContaining("section size mismatch");
    }

    @Test
    void featuresAreNamed() {
        assertThatThrownBy(() -> ModuleDecoder.decode(types(new WasmWriter().u8(1, 0x5f, 0))))
                .hasMessageContaining("unsupported feature GC: a struct type");
        assertThatThrownBy(
                () -> ModuleDecoder.decode(module(new WasmWriter().section(5, new WasmWriter().u8(1, 8, 0, 0)))))
                .hasMessageContaining("unsupported feature custom-page-sizes");
    }

    @Test
    void typesThatNameTypesThatNameTypesStaySmall() {
        WasmWriter contents = new WasmWriter().unsigned(60).u8(0x60, 0, 0);
        for (int i = 1; i < 60; i++) {
            // Each takes three references to the one before.
            contents.u8(0x60, 3, 0x63).signed(i - 1).u8(0x63).signed(i - 1).u8(0x63).signed(i - 1).u8(0);
        }
        WasmModule module = ModuleDecoder.decode(types(contents));
        assertThat(module.types().getLast().toString().length()).isLessThan(1000);
    }

    @Test
    void equalTypesThatNameThemselvesAreEqual() {
        byte[] wasm = types(new WasmWriter().u8(3).u8(0x60, 1, 0x63, 0, 0).u8(0x60, 1, 0x63, 1, 0).u8(0x60, 1, 0x63, 0, 1, I32));
        WasmModule module = ModuleDecoder.decode(wasm);
        assertThat(module.types().get(0)).isEqualTo(module.types().get(1)).isNotEqualTo(module.types().get(2));
    }

    @Test
    void aTypeCannotNameALaterOne() {
        assertThatThrownBy(() -> ModuleDecoder.decode(types(new WasmWriter().u8(1, 0x60, 1, 0x63, 1, 0))))
                .hasMessageContaining("unknown type 1");
    }

    /// What validation accepts must be fit for the JVM's verifier; what it refuses must not break the compiler.
    @Test
    void damagedCodeIsRefusedOrCompiled() {
        int compiled = 0;
        for (int i = 0; i < 400; i++) {
            Random random = new Random(i);
            byte[] wasm = ModuleGenerator.module(i % 20, 30, false);
            for (int n = random.nextInt(3); n >= 0; n--) {
                wasm[8 + random.nextInt(wasm.length - 8)] = wasm[8 + random.nextInt(wasm.length - 8)];
            }
            try {
                ModuleValidator.validate(ModuleDecoder.decode(wasm));
            } catch (InvalidModuleException e) {
                continue;
            }
            try (Engine engine = Engine.builder().methodSize(i % 2 == 0 ? 0 : 40).build()) {
                engine.compile(wasm);
                compiled++;
            }
        }
        assertThat(compiled).isPositive();
    }
}
