package dev.spinjvm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The example in the documentation of [Component], word for word between the marks.
class EmbeddingExampleTest {
    private static final String BEGIN = "// example begins";
    private static final String END = "// example ends";

    @Test
    void exampleWorks() throws Exception {
        byte[] bytes = Guest.bytes("greeter");
        // example begins
        try (Engine engine = Engine.builder().build()) {
            Component component = Component.load(engine, bytes);

            HostInterface names = HostInterface.builder("example:greeting/names@1.0.0")
                    .function("name", new FuncType(false, List.of(), ValType.Primitive.STRING), (store, arguments) -> "world")
                    .build();
            PreparedComponent prepared = new Linker().define(names).prepare(component);

            ComponentInstance instance = prepared.instantiate(new Store());
            ComponentFunction greet = instance.function("example:greeting/greeter@1.0.0", "greet");
            Object greeting = greet.call("hello"); // "hello, world"
            // example ends
            assertThat(greeting).isEqualTo("hello, world");
        }
    }

    @Test
    void documentationShowsTheExample() throws Exception {
        String test = Files.readString(Path.of("src/test/java/dev/spinjvm/component/EmbeddingExampleTest.java"));
        String example = test.substring(test.indexOf(BEGIN, test.indexOf("exampleWorks")) + BEGIN.length(),
                test.indexOf(END, test.indexOf("exampleWorks")));
        String documentation = Files.readAllLines(Path.of("src/main/java/dev/spinjvm/component/Component.java")).stream()
                .filter(line -> line.startsWith("///")).map(line -> line.substring(3)).collect(Collectors.joining("\n"));
        assertThat(words(documentation)).contains(words(example));
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
