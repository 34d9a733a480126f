package dev.spinjvm.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComponentLogsTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final TriggerConsole console = new TriggerConsole(stderr, false, InstantSource.fixed(Instant.parse(
            "2026-01-02T03:04:05.678Z")));

    @Test
    void writesToFilesAndShowsFollowedComponents() throws Exception {
        Path logs = directory.resolve("a/logs");
        try (ComponentLogs output = open(Optional.of(logs), false, new FollowComponents.Named(Set.of("x")), false)) {
            print(output, "x", ComponentLogs.Stream.STDOUT, "out x\n");
            print(output, "x", ComponentLogs.Stream.STDERR, "err x\n");
            print(output, "y", ComponentLogs.Stream.STDOUT, "out y\n");
        }
        assertThat(stderr()).isEqualTo("Logging component stdio to \"" + logs + "/\"\nout x\nerr x\n");
        assertThat(logs.resolve("x_stdout.txt")).hasContent("out x\n");
        assertThat(logs.resolve("x_stderr.txt")).hasContent("err x\n");
        assertThat(logs.resolve("y_stdout.txt")).hasContent("out y\n");
        assertThat(logs.resolve("y_stderr.txt")).doesNotExist();
    }

    @Test
    void appendsToFilesOfEarlierRunsUnlessAskedToTruncate() throws Exception {
        Files.writeString(directory.resolve("x_stdout.txt"), "old\n");
        Files.writeString(directory.resolve("gone_stderr.txt"), "old\n");
        Files.writeString(directory.resolve("other.txt"), "kept\n");
        try (ComponentLogs output = open(Optional.of(directory), false, new FollowComponents.None(), false)) {
            print(output, "x", ComponentLogs.Stream.STDOUT, "new\n");
        }
        assertThat(directory.resolve("x_stdout.txt")).hasContent("old\nnew\n");
        open(Optional.of(directory), true, new FollowComponents.None(), false).close();
        assertThat(directory.resolve("x_stdout.txt")).isEmptyFile();
        assertThat(directory.resolve("gone_stderr.txt")).isEmptyFile();
        assertThat(directory.resolve("other.txt")).hasContent("kept\n");
    }

    @Test
    void withoutADirectoryEverythingIsShownEvenIfQuiet() throws Exception {
        try (ComponentLogs output = open(Optional.empty(), false, new FollowComponents.None(), false)) {
            print(output, "x", ComponentLogs.Stream.STDOUT, "shown\n");
        }
        assertThat(stderr()).isEqualTo("shown\n");
    }

    @Test
    void aPrefixTellsTimeAndComponentOnEachLine() throws Exception {
        try (ComponentLogs output = open(Optional.empty(), false, new FollowComponents.All(), true)) {
            print(output, "x", ComponentLogs.Stream.STDOUT, "one\n\u00fcwei\nthree");
        }
        assertThat(stderr()).isEqualTo(
                "2026-01-02T03:04:05.678Z [x] one\n2026-01-02T03:04:05.678Z [x] \u00fcwei\n2026-01-02T03:04:05.678Z [x] three\n");
    }

    @Test
    void linesOfInstancesThatRunAtTheSameTimeDoNotMix() throws Exception {
        try (ComponentLogs output = open(Optional.of(directory), false, new FollowComponents.All(), false)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "instance-" + i;
                threads.add(Thread.ofVirtual().start(() -> {
                    try (OutputStream out = output.stream("x", ComponentLogs.Stream.STDOUT)) {
                        for (int n = 0; n < 200; n++) {
                            for (String piece : List.of("<", name, "> ", Integer.toString(n), "\n")) {
                                out.write(piece.getBytes(StandardCharsets.UTF_8));
                            }
                        }
                        out.write("<last>".getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(Files.readAllLines(directory.resolve("x_stdout.txt"))).hasSize(8 * 201).allMatch(line -> line.matches(
                "<instance-\\d> \\d+|<last>"));
        assertThat(stderr().lines().skip(1)).hasSize(8 * 201).allMatch(line -> line.matches("<instance-\\d> \\d+|<last>"));
    }

    @Test
    void anInterruptedGuestDoesNotCloseTheFile() throws Exception {
        try (ComponentLogs output = open(Optional.of(directory), false, new FollowComponents.None(), false)) {
            Thread.currentThread().interrupt();
            print(output, "x", ComponentLogs.Stream.STDERR, "interrupted\n");
            assertThat(Thread.interrupted()).isTrue();
            print(output, "x", ComponentLogs.Stream.STDERR, "next\n");
        }
        assertThat(directory.resolve("x_stderr.txt")).hasContent("interrupted\nnext\n");
    }

    @Test
    void followingAnUnknownComponentListsWhatExists() {
        assertThatThrownBy(() -> open(Optional.empty(), false, new FollowComponents.Named(Set.of("z", "x", "q")), false))
                .isInstanceOf(TriggerException.class).hasMessage("""
                        The following component(s) specified in --follow do not exist in the application:
                          - q
                          - z
                        The following components exist:
                          - x
                          - y""");
    }

    @ParameterizedTest
    @CsvSource({"hello,hello_stdout.txt", "a/b\\c:d,abcd_stdout.txt", "..,_stdout.txt", "a b,a b_stdout.txt"})
    void fileNamesAreSafe(String id, String name) {
        assertThat(ComponentLogs.sanitize(id, ComponentLogs.Stream.STDOUT)).isEqualTo(name);
    }

    private ComponentLogs open(Optional<Path> logs, boolean truncate, FollowComponents follow, boolean prefix) {
        return ComponentLogs.open(new LogOptions(logs, truncate, follow, prefix), List.of("x", "y"), console);
    }

    private static void print(ComponentLogs output, String id, ComponentLogs.Stream stream, String text) throws IOException {
        try (OutputStream out = output.stream(id, stream)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String stderr() {
        return stderr.toString(StandardCharsets.UTF_8);
    }
}
