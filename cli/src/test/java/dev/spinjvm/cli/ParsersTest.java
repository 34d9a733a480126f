package dev.spinjvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

class ParsersTest {
    /// Values that some type of an option takes, and one that none with a type of its own does.
    private static final List<String> VALUES = List.of("7", "a=b", "json", "never", "");

    private static final Map<String, String> ENVIRONMENT = Map.of("SPIN_HTTP_LISTEN_ADDR", "127.0.0.1:1", "SPIN_OFFLINE", "yes",
            "SPIN_ALWAYS_BUILD", "1");

    static Stream<String> commands() {
        List<String> paths = new ArrayList<>();
        paths(program(Parsers.annotated()), "", paths);
        return paths.stream();
    }

    private static void paths(CommandLine command, String path, List<String> paths) {
        paths.add(path);
        command.getSubcommands().values().stream().distinct().forEach(below -> paths(below, (path + " " + below.getCommandName()).strip(),
                paths));
    }

    private static CommandLine program(Parsers parsers) {
        return program(Commands.ALL, parsers);
    }

    /// A parser is made anew for each line; one command is enough for that.
    private static List<Commands> called(List<String> line) {
        return line.isEmpty() ? List.of() : Commands.called(line.getFirst()).map(List::of).orElse(List.of());
    }

    private static CommandLine program(List<Commands> commands, Parsers parsers) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Process process = new Process(ENVIRONMENT, Path.of("").toAbsolutePath(), nowhere, nowhere, false, false, InstantSource.system(),
                Prompt.ofThisJvm(false));
        return new Program(process).commandLine(commands, parsers);
    }

    @Test
    void theTableOfTheBuildIsWhatAnnotationsSay() {
        CommandLine annotated = program(Parsers.annotated());
        ParserTable live = new ParserTable(ParserTableWriter.text(annotated));
        ParserTable built = ParserTable.ofThisBuild();
        everySpec(annotated.getCommandSpec()).forEach(spec -> assertThat(built.entry(spec.userObject().getClass())).isPresent().isEqualTo(
                live.entry(spec.userObject().getClass())));
        assertThat(built.entry(TriggerLine.class)).isPresent().isEqualTo(live.entry(TriggerLine.class));
        assertThat(built.entry(String.class)).isEmpty();
    }

    private static Stream<CommandSpec> everySpec(CommandSpec spec) {
        return Stream.concat(Stream.of(spec), spec.subcommands().values().stream().flatMap(below -> everySpec(below.getCommandSpec())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void readyParsersParseAsAnnotatedOnesDo(String path) {
        List<String> begin = path.isEmpty() ? List.of() : List.of(path.split(" "));
        List<List<String>> lines = new ArrayList<>(List.of(begin, with(begin, "--no-such-option"), with(begin, "a"), with(begin, "a", "b"),
                with(begin, "a", "b", "c"), with(begin, "--", "-q")));
        CommandLine command = program(Parsers.annotated());
        for (String word : begin) {
            command = Objects.requireNonNull(command.getSubcommands().get(word), word);
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            for (String name : option.names()) {
                lines.add(with(begin, name));
                lines.add(with(begin, "r", name));
                if (option.group() == null) {
                    // What is in a group only because of its heading can be repeated where annotations are read, and nowhere else.
                    lines.add(with(begin, name, name));
                }
                VALUES.forEach(value -> lines.add(with(begin, name, value)));
                VALUES.forEach(value -> lines.add(with(begin, name + "=" + value, "r")));
            }
        }
        for (List<String> line : lines) {
            assertThat(outcome(line, Parsers.ready())).as("spin %s", line).isEqualTo(outcome(line, Parsers.annotated()));
        }
    }

    private static List<String> with(List<String> begin, String... words) {
        return Stream.concat(begin.stream(), Arrays.stream(words)).toList();
    }

    /// The values of all arguments, or the error.
    private static String outcome(List<String> line, Parsers parsers) {
        try {
            CommandLine.ParseResult result = program(called(line), parsers).parseArgs(line.toArray(String[]::new));
            while (result.hasSubcommand()) {
                result = result.subcommand();
            }
            StringBuilder values = new StringBuilder(result.commandSpec().qualifiedName()).append(result.unmatched());
            for (ArgSpec argument : result.commandSpec().args()) {
                values.append('\n').append(argument.paramLabel()).append('=').append(String.valueOf(argument.<Object>getValue()));
            }
            return values.append(result.isUsageHelpRequested()).append(result.isVersionHelpRequested()).toString();
        } catch (ParameterException e) {
            return e.getClass() + " of " + e.getCommandLine().getCommandSpec().qualifiedName() + ": " + e.getMessage();
        }
    }

    @Test
    void argumentsOfTriggersAreParsedAlike() {
        List<List<String>> lines = List.of(List.of(), List.of("--listen", "[::1]:0", "-q"), List.of("--follow", "a", "--follow", "b"), List
                .of("--request-timeout", "1..8s", "--format", "JSON"), List.of("--format", "xml"), List.of("--listen"), List.of(
                        "--http1-max-buf-size", "x"),
                List.of("word", "--shush"));
        for (List<String> line : lines) {
            assertThat(trigger(line, Parsers.ready())).as("%s", line).isEqualTo(trigger(line, Parsers.annotated()));
        }
    }

    private static String trigger(List<String> line, Parsers parsers) {
        TriggerLine parsed = new TriggerLine();
        CommandLine parser = parsers.parser(parsed);
        parser.setDefaultValueProvider(new EnvironmentDefaults(ENVIRONMENT));
        parser.setCaseInsensitiveEnumValuesAllowed(true);
        try {
            parser.parseArgs(line.toArray(String[]::new));
        } catch (ParameterException e) {
            return e.getClass() + ": " + e.getMessage();
        }
        return String.join("\n", parsed.http.listen, parsed.http.format.toString(), String.valueOf(parsed.http.requestTimeout), String
                .valueOf(parsed.trigger.quiet), parsed.trigger.follow.toString(), parsed.words.toString());
    }
}
