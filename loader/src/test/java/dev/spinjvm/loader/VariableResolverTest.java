package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableResolverTest {
    @TempDir
    Path directory;

    private static VariableResolver resolver(Map<String, String> config, VariableProvider... providers) {
        var component = new LockedComponent("c", Map.of(), new ComponentSource(ComponentSource.WASM, new ContentRef("file:///c", null,
                null)), Map.of(),
                List.of(), config, Map.of(), Map.of(), Map.of());
        var variables = Map.of("plain", new LockedVariable(null, "default-value", false), "needed", new LockedVariable(null, null, true));
        return VariableResolver.of(new LockedApp(List.of(), Map.of(), Map.of(), variables, List.of(), List.of(component)), List.of(
                providers));
    }

    @Test
    void template_is_filled_from_providers_then_defaults() {
        var resolver = resolver(Map.of("k", "a-{{ plain }}-{{needed}}"), name -> name.equals("needed") ? "given" : null);
        assertThat(resolver.resolve("c", "k")).isEqualTo("a-default-value-given");
        assertThat(resolver.resolveAll("c")).containsExactly(Map.entry("k", "a-default-value-given"));
    }

    @Test
    void earlier_provider_wins() {
        var resolver = resolver(Map.of("k", "{{ plain }}"), _ -> "first", _ -> "second");
        assertThat(resolver.resolve("c", "k")).isEqualTo("first");
    }

    @Test
    void undefined_variables_are_told_from_invalid_names() {
        var resolver = resolver(Map.of());
        assertThatThrownBy(() -> resolver.resolve("c", "nope")).hasMessage("undefined variable: no variable for \"c\".\"nope\"");
        assertThatThrownBy(() -> resolver.resolve("d", "nope")).hasMessage("undefined variable: no variable for component \"d\"");
        assertThatThrownBy(() -> resolver.resolve("c", "a-b")).isInstanceOfSatisfying(VariableException.class,
                e -> assertThat(e.kind()).isEqualTo(VariableException.Kind.INVALID_NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aX", "1bc", "_x", "x.y", "x_", "a__b", "x-y"})
    void malformed_name_is_invalid(String name) {
        assertThatThrownBy(() -> resolver(Map.of()).resolve("c", name)).hasMessageStartingWith("invalid variable name: ");
    }

    @Test
    void templates_are_checked_when_the_application_is_read() {
        assertThatThrownBy(() -> resolver(Map.of("k", "{{ open"))).hasMessage("invalid variable template: unmatched '{{' in template");
        assertThatThrownBy(() -> resolver(Map.of("k", "{{ who }}"))).hasMessage("invalid variable template: unknown variable \"who\"");
    }

    @Test
    void required_variables_need_a_provider_before_start() {
        assertThatThrownBy(() -> resolver(Map.of()).requireResolvable())
                .hasMessage("provider error: no provider resolved required variable(s): [\"needed\"]");
        assertThatThrownBy(() -> resolver(Map.of("k", "{{ needed }}")).resolve("c", "k"))
                .hasMessage("provider error: no provider resolved required variable \"needed\"");
        resolver(Map.of(), name -> name.equals("needed") ? "x" : null).requireResolvable();
    }

    @Test
    void values_are_not_shown() {
        var provider = VariableProviders.commandLine(List.of("needed=hunter2"), directory);
        assertThat(provider.toString() + resolver(Map.of(), provider)).doesNotContain("hunter2");
    }

    @Test
    void command_line_takes_values_and_files() throws IOException {
        Files.writeString(directory.resolve("value.txt"), "from file\n");
        Files.writeString(directory.resolve("v.json"), "{\"j\": \"json\", \"last\": \"no\"}");
        Files.writeString(directory.resolve("v.toml"), "t = \"toml\"\nlast = 'no'");
        var provider = VariableProviders.commandLine(List.of("a=b=c", "e=", "f=@value.txt", "@v.json", "@v.toml", "last=yes"), directory);
        assertThat(List.of("a", "e", "f", "j", "t", "last")).extracting(provider::get).containsExactly("b=c", "", "from file\n", "json",
                "toml", "yes");
        assertThat(provider.get("none")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nope          | variables must be in the form 'key=value' or '@file'
            @what.yaml    | variable files must end in .json or .toml
            k=@missing    | Failed to read
            @missing.json | Failed to read
            @bad.json     | Failed to parse JSON from
            @number.toml  | the value of `n` must be a string
            """)
    void bad_command_line_is_refused_without_showing_values(String argument, String message) throws IOException {
        Files.writeString(directory.resolve("bad.json"), "{\"k\": hunter2}");
        Files.writeString(directory.resolve("number.toml"), "n = 1");
        assertThatThrownBy(() -> VariableProviders.commandLine(List.of(argument), directory)).isInstanceOf(LoadException.class)
                .hasMessageContaining(message).hasMessageNotContaining("hunter2");
    }

    @Test
    void environment_comes_before_the_dotenv_file() throws IOException {
        Path dotenv = directory.resolve(".env");
        Files.writeString(dotenv, """
                # comment
                SPIN_VARIABLE_ONE=file
                export SPIN_VARIABLE_TWO = "a \\"b\\" $HOME/${SPIN_VARIABLE_ONE}" # rest
                SPIN_VARIABLE_THREE='$HOME'

                SPIN_VARIABLE_FOUR=plain#text
                """);
        var provider = VariableProviders.environment(Map.of("SPIN_VARIABLE_ONE", "real", "HOME", "/h"), dotenv);
        assertThat(provider.get("one")).isEqualTo("real");
        assertThat(provider.get("two")).isEqualTo("a \"b\" /h/real");
        assertThat(provider.get("three")).isEqualTo("$HOME");
        assertThat(provider.get("four")).isEqualTo("plain#text");
        assertThat(provider.get("five")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no equals", "A='open", "A=\"open", "A=${B", "=x", "A=b c", "A=\\"})
    void malformed_dotenv_is_refused_by_line(String line) throws IOException {
        Path dotenv = Files.writeString(directory.resolve(".env"), "OK=1\n" + line);
        var provider = VariableProviders.environment(Map.of(), dotenv);
        assertThatThrownBy(() -> provider.get("a")).isInstanceOf(LoadException.class).hasMessage("Failed to parse the .env file at line 2");
    }
}
