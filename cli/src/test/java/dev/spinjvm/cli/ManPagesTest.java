package dev.spinjvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {
    private static final Path GROFF = Path.of("/usr/bin/groff");

    @TempDir
    Path folder;

    @Test
    void everyCommandThatIsShownHasAPage() {
        List<CommandPage> pages = pages();
        Map<String, String> files = ManPages.of(pages, version());
        assertThat(files).containsKeys("spin.1", "spin-up.1", "spin-registry-push.1").doesNotContainKey("spin-maintenance.1").hasSameSizeAs(
                pages);
        assertThat(files.get("spin-up.1")).startsWith(".TH \"SPIN\\-UP\" \"1\" \"2026\\-01\\-02\" \"spin 1.2.3\"").contains(
                ".SH \"SYNOPSIS\"\nspin up [OPTIONS]", "\\fB\\-f, \\-\\-from <APPLICATION>\\fR", ".SH \"HTTP TRIGGER OPTIONS\"",
                ".SH \"ENVIRONMENT\"", "\\fBSPIN_HTTP_LISTEN_ADDR\\fR", ".SH \"EXAMPLES\"", "\\fBspin\\fR(1)");
    }

    @Test
    void everyOptionIsInThePageOfItsCommand() {
        Map<String, String> files = ManPages.of(pages(), version());
        // The table also has what spin watch hands on to spin up.
        CompletionTable.ofThisBuild().commands().forEach((name, command) -> command.options().forEach(option -> assertThat(page(files, name)
                + (name.equals("watch") ? page(files, "up") : "")).as(name).contains(option.names().getLast().replace("-", "\\-"))));
    }

    private static String page(Map<String, String> files, String command) {
        return Objects.requireNonNull(files.get(("spin " + command).strip().replace(' ', '-') + ".1"), command);
    }

    @Test
    void groffHasNothingToSayAgainstThem() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(GROFF), "groff is not installed: apt-get install groff");
        Map<String, String> files = ManPages.of(pages(), version());
        for (Map.Entry<String, String> page : files.entrySet()) {
            Path file = Files.writeString(folder.resolve(page.getKey()), page.getValue());
            java.lang.Process groff = new ProcessBuilder(GROFF.toString(), "-ww", "-man", "-Tutf8", "-z", file.toString())
                    .redirectErrorStream(true).start();
            assertThat(new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
            assertThat(groff.waitFor()).isZero();
        }
    }

    @Test
    void theReferenceHasAPartForEachCommand() {
        String reference = ReferencePage.of(pages());
        assertThat(reference).startsWith("# Command-Line Help for `spin`\n").contains("* [`spin registry push`↴](#spin-registry-push)\n",
                "\n## `spin doctor`\n\nDetect and fix problems with Spin applications\n\n**Usage:** `spin doctor [OPTIONS]`\n",
                "* `-f`, `--from <APPLICATION>` — ");
    }

    private static Version version() {
        return new Version("1.2.3", "abc", "2026-01-02", "main");
    }

    private static List<CommandPage> pages() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Process process = new Process(Map.of(), Path.of("").toAbsolutePath(), nowhere, nowhere, false, false, InstantSource.system(),
                Prompt.ofThisJvm(false));
        return CommandPage.all(new Program(process).commandLine(Commands.ALL));
    }
}
