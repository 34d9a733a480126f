package dev.spinjvm.component.validation;

import static dev.spinjvm.component.suite.WasmBytes.component;
import static dev.spinjvm.component.suite.WasmBytes.of;
import static dev.spinjvm.component.suite.WasmBytes.section;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.suite.WasmBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Small files whose types are enormous when written out.
class ValidationLimitsTest {

    private static WasmBytes chain(int section, WasmBytes first, int count, IntFunction<WasmBytes> next) {
        List<WasmBytes> items = new ArrayList<>();
        items.add(first);
        for (int i = 0; i < count; i++) {
            items.add(next.apply(i));
        }
        return section(section, items.toArray(WasmBytes[]::new));
    }

    private static void refused(String reason, WasmBytes... sections) {
        assertThatThrownBy(() -> ComponentValidator.validate(ComponentDecoder.decode(component(sections).toByteArray())))
                .isInstanceOf(InvalidComponentException.class).hasMessageContaining(reason);
    }

    @Test
    void aTypeThatDoublesWithEachDefinitionIsRefused() {
        refused("effective type size exceeds the limit",
                chain(7, of(0x73), 31, i -> i % 2 == 0 ? of(0x70, i) : of(0x6f, 0x02, i, i)));
    }

    @Test
    void aTypeThatDeepensWithEachDefinitionIsRefused() {
        refused("type nesting exceeds the limit", chain(7, of(0x73), 60, i -> of(0x70, i)).all(
                section(7, chainOn(60).toArray(WasmBytes[]::new))));
    }

    private static List<WasmBytes> chainOn(int from) {
        List<WasmBytes> items = new ArrayList<>();
        for (int i = from; i < from + 60; i++) {
            // an index of 64 and more takes two bytes in the signed encoding of type indices
            items.add(i < 64 ? of(0x70, i) : of(0x70, i & 0x7f | 0x80, i >>> 7));
        }
        return items;
    }

    @Test
    void instancesThatDoubleAreRefused() {
        refused("the types of the component are too complex",
                chain(5, of(0x01, 0x00), 60, i -> of(0x01, 0x02, 0x00).name("a").then(0x05, i, 0x00).name("b").then(0x05, i)),
                section(11, of(0x00).name("x").then(0x05, 60, 0x00)));
    }

    @Test
    void resourceTypesThatMultiplyAreRefused() {
        refused("the component has too many resource types",
                chain(7, of(0x42, 0x01, 0x04, 0x00).name("r").then(0x03, 0x01), 60, i -> of(0x42, 0x03, 0x02, 0x03, 0x02, 0x01, i,
                        0x04, 0x00).name("a").then(0x05, 0x00, 0x04, 0x00).name("b").then(0x05, 0x00)));
    }
}
