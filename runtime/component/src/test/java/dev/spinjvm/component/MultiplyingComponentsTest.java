package dev.spinjvm.component;

import static dev.spinjvm.component.suite.WasmBytes.component;
import static dev.spinjvm.component.suite.WasmBytes.of;
import static dev.spinjvm.component.suite.WasmBytes.rawSection;
import static dev.spinjvm.component.suite.WasmBytes.section;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.suite.WasmBytes;
import dev.spinjvm.engine.Engine;
import org.junit.jupiter.api.Test;

class MultiplyingComponentsTest {

    @Test
    void smallFileWithExponentiallyManyInstancesIsRefused() throws Exception {
        WasmBytes nested = component();
        for (int depth = 0; depth < 30; depth++) {
            nested = component(rawSection(4, nested), section(5, of(0x00, 0, 0), of(0x00, 0, 0)));
        }
        try (Engine engine = Engine.builder().build()) {
            Component component = Component.load(engine, nested.toByteArray());

            assertThatThrownBy(() -> new Linker().prepare(component)).isInstanceOf(LinkException.class)
                    .hasMessageContaining("more than 1000 component instances");
        }
    }
}
