package dev.spinjvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReadyAnswersTest {

    @Test
    void theHelpOfTheBuildIsWhatPicocliSays() {
        Map<String, String> live = HelpPages.all();
        assertThat(live).containsKeys("spin.plain", "spin.ansi", "up.plain", "up.ansi");
        live.forEach((page, text) -> {
            List<String> line = line(page);
            Style style = page.endsWith(".ansi") ? Style.ANSI : Style.PLAIN;
            assertThat(ReadyAnswers.to(line, style)).as(page).hasValue(text);
        });
    }

    @Test
    void theVersionIsWhatPicocliSays() {
        for (String flag : List.of("--version", "-V")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(new Program(process(out)).parseAndRun(new String[]{flag})).isZero();
            assertThat(ReadyAnswers.to(List.of(flag), Style.PLAIN)).hasValue(out.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void otherLinesAreLeftToTheParser() {
        for (String line : List.of("up", "up --help x", "nonsense --help", "../up --help", "spin --help", "up --quiet --help",
                "--version --help")) {
            assertThat(ReadyAnswers.to(Arrays.asList(line.split(" ")), Style.PLAIN)).as(line).isEmpty();
        }
        assertThat(ReadyAnswers.to(List.of(), Style.PLAIN)).isEmpty();
    }

    @Test
    void commandsAreCalledAsTheirAnnotationsSay() {
        Process process = process(new ByteArrayOutputStream());
        assertThat(Commands.ALL).allSatisfy(command -> {
            CommandLine line = Parsers.annotated().parser(command.create().apply(process));
            assertThat(command.name()).isEqualTo(line.getCommandName());
            assertThat(command.aliases()).containsExactly(line.getCommandSpec().aliases());
        });
    }

    private static List<String> line(String page) {
        String name = page.substring(0, page.lastIndexOf('.'));
        List<String> words = new ArrayList<>(name.equals("spin") ? List.of() : Arrays.asList(name.split("\\.")));
        words.add("--help");
        return words;
    }

    private static Process process(ByteArrayOutputStream out) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Process(Map.of(), Path.of("").toAbsolutePath(), stream, stream, false, false, InstantSource.system(),
                Prompt.ofThisJvm(false));
    }
}
