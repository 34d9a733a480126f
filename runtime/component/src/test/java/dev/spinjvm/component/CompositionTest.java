package dev.spinjvm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.compose.ComponentComposer;
import dev.spinjvm.component.compose.ComposeException;
import dev.spinjvm.component.compose.Denial;
import dev.spinjvm.component.compose.Restriction;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Components that serve each other's imports, linked and composed.
class CompositionTest {
    private static final String NAMES = "example:greeting/names@1.0.0";
    private static final Map<String, String> IMPORTS = Map.of(NAMES, "example:greeting/names@1.0.2");
    private static final ValType FAILURE = new ValType.VariantType(
            List.of(new ValType.Case("absent", null), new ValType.Case("refused", ValType.Primitive.STRING)));
    private static final FuncType FIND = new FuncType(false, List.of(new FuncType.Param("key", ValType.Primitive.STRING)),
            new ValType.ResultType(ValType.Primitive.STRING, FAILURE));

    private static Linker host(Result found) {
        return new Linker().define(HostInterface.builder("example:greeting/lookup@1.2.0").function("find", FIND, (_, _) -> found).build());
    }

    private static Object linked(Linker root, Dependency dependency) throws IOException, LinkException {
        PreparedComponent prepared = root.prepare(Guest.load("greeter"), List.of(dependency));
        return greeting(prepared);
    }

    private static Object greeting(PreparedComponent prepared) {
        ComponentInstance instance = prepared.instantiate(new Store());
        Object greeting = instance.function("example:greeting/greeter@1.0.0", "greet").call("hello");
        assertThat(instance.resettable()).isTrue();
        instance.reset();
        assertThat(instance.function("example:greeting/greeter@1.0.0", "greet").call("hello")).isEqualTo(greeting);
        return String.valueOf(greeting);
    }

    private static Dependency names(Linker host) throws IOException {
        return new Dependency("names", Guest.load("names"), host, IMPORTS, List.of());
    }

    @Test
    void aDependencyServesAnImportAndSeesItsOwnHost() throws Exception {
        assertThat(linked(new Linker(), names(host(Result.ok("world"))))).isEqualTo("hello, world");
        assertThat(linked(host(Result.ok("nobody")), names(host(Result.err(new Variant(1, "refused")))))).isEqualTo("hello, refused");
    }

    @Test
    void whatADependencyLacksIsNamed() {
        LinkException refused = catchThrowableOfType(LinkException.class,
                () -> linked(host(Result.ok("world")), names(new Linker())));

        assertThat(refused.problems()).containsExactly(
                "its dependency 'names' imports the interface 'example:greeting/lookup@1.0.0', which the host does not provide");
    }

    @Test
    void anExportOfAnotherTypeIsRefused() throws IOException {
        Dependency wrong = new Dependency("greeter", Guest.load("greeter"), new Linker(), Map.of(NAMES, "example:greeting/greeter@1.0.0"),
                List.of());
        Dependency self = new Dependency("self", wrong.component(), new Linker().define(HostInterface.builder(NAMES)
                .function("name", new FuncType(false, List.of(), ValType.Primitive.STRING), (_, _) -> "").build()), wrong.imports(),
                List.of());

        assertThatThrownBy(() -> linked(new Linker(), self)).isInstanceOf(LinkException.class)
                .hasMessageContaining("dependency 'self' exports 'example:greeting/greeter@1.0.0' which is not compatible with import '"
                        + NAMES + "': 'name' is missing, and should be func() -> string");
    }

    @Test
    void aComposedComponentImportsWhatIsLeft() throws Exception {
        byte[] composed = compose(Restriction.NONE);

        assertThat(ComponentDecoder.decode(composed).importNames()).containsExactly("example:greeting/lookup@1.0.0");
        assertThat(ComponentDecoder.decode(composed).exportNames()).containsExactly("example:greeting/greeter@1.0.0");
        assertThat(run(composed, host(Result.ok("world")))).isEqualTo("hello, world");
    }

    @Test
    void aComposedComponentCarriesItsDenials() throws Exception {
        byte[] composed = compose(denying(new Denial.Fail("refused", "denied, and said at length: " + "no, ".repeat(100))));

        assertThat(ComponentDecoder.decode(composed).importNames()).isEmpty();
        assertThat(run(composed, new Linker())).isEqualTo("hello, denied, and said at length: " + "no, ".repeat(100));
        assertThat(run(compose(denying(new Denial.Fail("absent", null))), new Linker())).isEqualTo("hello, nobody");
        assertThat(run(compose(denying(new Denial.FailWithArgument("refused"))), new Linker())).isEqualTo("hello, who");
    }

    @Test
    void aDeniedFunctionWithoutAnswerTraps() throws Exception {
        byte[] composed = compose(denying(new Denial.Trap()));

        assertThatThrownBy(() -> run(composed, new Linker())).isInstanceOf(dev.spinjvm.engine.TrapException.class);
    }

    @Test
    void partsThatDoNotFitAreRefused() throws IOException {
        var root = new ComponentComposer.Part("greeter", Guest.bytes("greeter"), Restriction.NONE);
        var self = new ComponentComposer.Dependency(root, Map.of(NAMES, "example:greeting/greeter@1.0.0"));

        assertThatThrownBy(() -> ComponentComposer.compose(root, List.of(self))).isInstanceOf(ComposeException.class)
                .hasMessageContaining("component 'greeter' cannot be composed with its dependencies").hasMessageContaining("name");
    }

    private static byte[] compose(Restriction restriction) throws IOException, ComposeException {
        return ComponentComposer.compose(new ComponentComposer.Part("greeter", Guest.bytes("greeter"), Restriction.NONE),
                List.of(new ComponentComposer.Dependency(new ComponentComposer.Part("names", Guest.bytes("names"), restriction),
                        IMPORTS)));
    }

    private static Object run(byte[] component, Linker linker) throws Exception {
        try (Engine engine = Engine.builder().build()) {
            return greeting(linker.prepare(Component.load(engine, component)));
        }
    }

    private static Restriction denying(Denial answer) {
        return new Restriction() {
            @Override
            public boolean denies(String interfaceName) {
                return interfaceName.startsWith("example:greeting/lookup@");
            }

            @Override
            public Denial answer(String interfaceName, String function) {
                return answer;
            }
        };
    }
}
