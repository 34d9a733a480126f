package dev.spinjvm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkerTest {
    private static final FuncType TO_STRING = new FuncType(false, List.of(), ValType.Primitive.STRING);

    private static HostInterface names(String name) {
        return HostInterface.builder(name).function("name", TO_STRING, (_, _) -> name).build();
    }

    private static @Nullable Object greeting(Linker linker) throws Exception {
        return Guest.instantiate("greeter", linker).function("example:greeting/greeter@1.0.0", "greet").call("I am");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.0.7", "1.2.0"})
    void compatibleVersionServesAnImport(String version) throws Exception {
        assertThat(greeting(new Linker().define(names("example:greeting/names@" + version))))
                .isEqualTo("I am, example:greeting/names@" + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "0.1.0", "1.0.0-rc.1"})
    void otherVersionDoesNotServeAndIsNamed(String version) {
        LinkException refused = catchThrowableOfType(LinkException.class,
                () -> greeting(new Linker().define(names("example:greeting/names@" + version))));

        assertThat(refused.problems()).containsExactly("it imports the interface 'example:greeting/names@1.0.0', which the host does"
                + " not provide; the nearest is 'example:greeting/names@" + version + "'");
    }

    @Test
    void exactVersionGoesBeforeNewerOne() throws Exception {
        Linker linker = new Linker().define(names("example:greeting/names@1.3.0")).define(names("example:greeting/names@1.0.0"));

        assertThat(greeting(linker)).isEqualTo("I am, example:greeting/names@1.0.0");
    }

    @Test
    void newestCompatibleVersionServes() throws Exception {
        Linker linker = new Linker().define(names("example:greeting/names@1.10.0")).define(names("example:greeting/names@1.9.0"));

        assertThat(greeting(linker)).isEqualTo("I am, example:greeting/names@1.10.0");
    }

    @Test
    void similarNameIsNamed() {
        assertThatThrownBy(() -> greeting(new Linker().define(names("example:greeting/name@1.0.0"))))
                .isInstanceOf(LinkException.class).hasMessageContaining("the nearest is 'example:greeting/name@1.0.0'");
    }

    @Test
    void functionOfOtherTypeIsRefusedWithBothTypes() {
        HostInterface other = HostInterface.builder("example:greeting/names@1.0.0")
                .function("name", new FuncType(false, List.of(), new ValType.OptionType(ValType.Primitive.STRING)), (_, _) -> null).build();

        assertThatThrownBy(() -> greeting(new Linker().define(other))).isInstanceOf(LinkException.class)
                .hasMessageContaining("'example:greeting/names@1.0.0#name' with the type func() -> string,"
                        + " but the host provides it with the type func() -> option<string>");
    }

    @Test
    void allMissingItemsAreToldAtOnce() {
        HostInterface part = HostInterface.builder("example:resources/host@1.0.0").resource("counter", new ResourceType("counter"), null)
                .build();

        LinkException refused = catchThrowableOfType(LinkException.class, () -> Guest.prepare("resources", new Linker().define(part)));

        assertThat(refused.problems()).hasSize(3).allMatch(problem -> problem.startsWith("it imports the function"));
    }

    @Test
    void functionsOverAnotherResourceTypeDoNotFit() {
        ResourceType imported = new ResourceType("counter");
        ResourceType other = new ResourceType("counter");
        HostInterface mixed = Counters.builder(other).resource("counter", imported, null).build();

        LinkException refused = catchThrowableOfType(LinkException.class, () -> Guest.prepare("resources", new Linker().define(mixed)));

        assertThat(refused.problems()).hasSize(2);
    }

    @Test
    void functionAtTheRootServes() throws Exception {
        int[] calls = {0};
        Linker linker = new Linker().function("ready", new FuncType(false, List.of(), null), (_, _) -> {
            calls[0]++;
            return null;
        });

        Guest.instantiate("start", linker);

        assertThat(calls[0]).isOne();
    }

    @Test
    void nothingCanBeDefinedTwice() {
        Linker linker = new Linker().define(names("example:greeting/names@1.0.0"));

        assertThatThrownBy(() -> linker.define(names("example:greeting/names@1.0.0"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void exportsAreFoundUnderCompatibleVersions() throws Exception {
        ComponentInstance instance = Guest.instantiate("greeter", new Linker().define(names("example:greeting/names@1.0.0")));

        assertThat(instance.exportedInterfaces()).containsExactly("example:greeting/greeter@1.0.0");
        assertThat(instance.find("example:greeting/greeter@1.4.2", "greet")).isPresent();
        assertThat(instance.find("example:greeting/greeter@2.0.0", "greet")).isEmpty();
        assertThat(instance.find("example:greeting/greeter@1.0.0", "leave")).isEmpty();
    }
}
