package dev.spinjvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleterTest {
    private static final Map<String, List<String>> NAMES = Map.of(Completer.COMPONENT, List.of("site", "api"), Completer.PROFILE, List.of(
            "debug"), Completer.PLUGIN, List.of("js2wasm", "trigger-sqs"), Completer.REFERENCE, List.of("ghcr.io/me/app:v1"),
            Completer.ENVIRONMENT, List.of("spin-up@3.2"));

    @TempDir
    Path folder;

    @Test
    void theTableOfTheBuildIsWhatPicocliSays() {
        CompletionTable live = CompletionTableWriter.of(new Program(process(new ByteArrayOutputStream())).commandLine(Commands.ALL));
        assertThat(CompletionTable.ofThisBuild()).isEqualTo(live);
        assertThat(CompletionTable.parse(live.text())).isEqualTo(live);
    }

    @Test
    void commandsAndPluginsAreOfferedFirst() {
        assertThat(words("")).contains("build", "doctor", "new", "registry", "up", "js2wasm").doesNotContain("maintenance", "trigger-sqs",
                "u");
        assertThat(words("do")).containsExactly("doctor");
        assertThat(words("oci pu")).contains("push", "pull");
    }

    @Test
    void optionsAreOfferedOnceUnlessTheyRepeat() {
        assertThat(words("up --quiet --qu")).isEmpty();
        assertThat(words("up --follow a --fo")).contains("--follow", "--format");
        assertThat(words("up -c a --component")).containsExactly("--component-id");
        assertThat(words("up -")).contains("--from").doesNotContain("-f", "--from-file");
        // What it does not know itself is handed on.
        assertThat(words("watch --de")).containsExactly("--debounce");
        assertThat(words("watch --listen 127.0.0.1:0 --fo")).contains("--follow", "--format");
        assertThat(words("watch --fr")).containsExactly("--from");
    }

    @Test
    void valuesAreTheNamesThatExist() {
        assertThat(words("up -c ")).containsExactly("api", "site");
        assertThat(words("u --component-id s")).containsExactly("site");
        assertThat(words("build --profile ")).containsExactly("debug");
        assertThat(words("plugins uninstall j")).containsExactly("js2wasm");
        assertThat(words("registry pull ghcr")).containsExactly("ghcr.io/me/app:v1");
        assertThat(words("up --format ")).containsExactly("json", "plain");
        assertThat(words("watch --follow ")).containsExactly("api", "site");
        assertThat(words("new -E spin")).containsExactly("spin-up@3.2");
        assertThat(words("plugins list --target-environment s")).containsExactly("spin-up@3.2");
        assertThat(words("up --listen ")).isEmpty();
    }

    @Test
    void aValueBehindAnEqualsSignKeepsItsOption() {
        Completer.Answer answer = complete("up --format=j");
        assertThat(answer.prefix()).isEqualTo("--format=");
        assertThat(answer.candidates()).extracting(Completer.Candidate::value).containsExactly("json");
    }

    @Test
    void filesAreLeftToTheShell() {
        assertThat(complete("up -f ").files()).isTrue();
        assertThat(complete("cache list --cache-dir ").directories()).isTrue();
        assertThat(complete("some-plugin --flag ").files()).isTrue();
        assertThat(complete("up --quiet ").files()).isFalse();
    }

    @Test
    void namesComeFromTheManifestThatTheLineNames() throws IOException {
        Files.createDirectory(folder.resolve("other"));
        Files.writeString(folder.resolve("spin.toml"), manifest("here"));
        Files.writeString(folder.resolve("other/spin.toml"), manifest("there"));
        assertThat(answer("bash", "spin up -c ")).isEqualTo("words\nhere\n");
        assertThat(answer("bash", "spin up -f other -c ")).isEqualTo("words\nthere\n");
        assertThat(answer("bash", "spin up --from=other -c ")).isEqualTo("words\nthere\n");
        assertThat(answer("bash", "spin up -f missing -c ")).isEqualTo("words\n");
        assertThat(answer("zsh", "spin build --profile ")).isEqualTo("words\nfast\n");
    }

    @Test
    void eachShellGetsTheWordsInItsForm() {
        assertThat(answer("fish", "spin up --format=j")).isEqualTo("words\n--format=json\n");
        assertThat(answer("zsh", "spin up --format=j")).isEqualTo("words\njson\n");
        assertThat(answer("bash", "spin up --format = j")).isEqualTo("words\njson\n");
        assertThat(answer("bash", "spin up --format =")).isEqualTo("words\njson\nplain\n");
        assertThat(answer("powershell", "spin doct")).isEqualTo("words\ndoctor\tDetect and fix problems with Spin applications\n");
    }

    @Test
    void aQuestionThatMakesNoSenseHasNoAnswer() {
        for (String line : List.of("complete", "complete --", "complete --index x --", "complete --shell bash --index 9 -- spin up")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(new Program(process(out)).run(line.split(" "))).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void scriptsArePrintedAsSpinPrintsThem() {
        ByteArrayOutputStream direct = new ByteArrayOutputStream();
        assertThat(new Program(process(direct)).run(new String[]{"completions", "bash"})).isZero();
        ByteArrayOutputStream asSpin = new ByteArrayOutputStream();
        Process base = process(asSpin);
        Process asked = new Process(Map.of("COMPLETE", "bash"), base.workingDirectory(), base.out(), base.err(), false, false, base.clock(),
                base.prompt());
        assertThat(new Program(asked).run(new String[0])).isZero();
        assertThat(asSpin.toString(StandardCharsets.UTF_8)).isEqualTo(direct.toString(StandardCharsets.UTF_8)).contains(
                "complete -F _spin spin");
        ByteArrayOutputStream unset = new ByteArrayOutputStream();
        assertThat(new Program(process(unset)).run(new String[]{"maintenance", "generate-completions"})).isEqualTo(1);
        assertThat(unset.toString(StandardCharsets.UTF_8)).contains(
                "Set the COMPLETE environment variable to the name of your shell while generating completions.");
    }

    private static String manifest(String component) {
        return """
                spin_manifest_version = 2
                application.name = "shop"
                [[trigger.http]]
                route = "/"
                component = "%s"
                [component.%s]
                source = "site.wasm"
                profile.fast.source = "fast.wasm"
                """.formatted(component, component);
    }

    private static List<String> words(String line) {
        return complete(line).candidates().stream().map(Completer.Candidate::value).toList();
    }

    /// Completes the last word of a line, which a blank at its end makes empty.
    private static Completer.Answer complete(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        Completer completer = new Completer(CompletionTable.ofThisBuild(), kind -> NAMES.getOrDefault(kind, List.of()));
        return completer.complete(words.subList(0, words.size() - 1), words.getLast());
    }

    private String answer(String shell, String line) {
        String[] words = line.split(" ", -1);
        String[] arguments = new String[6 + words.length];
        System.arraycopy(new String[]{"complete", "--shell", shell, "--index", String.valueOf(words.length - 1), "--"}, 0, arguments, 0, 6);
        System.arraycopy(words, 0, arguments, 6, words.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(new Program(process(out)).run(arguments)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private Process process(ByteArrayOutputStream out) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Process(Map.of("HOME", folder.toString()), folder, stream, stream, false, false, InstantSource.system(),
                Prompt.ofThisJvm(false));
    }
}
