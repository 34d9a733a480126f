package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A person's terminal: a shell in a pseudo-terminal of a tmux of its own, where `spin` is this checkout's. What is typed is echoed, as
/// there; what is awaited is looked for behind what was found last.
final class Terminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PROMPT = "READY>";
    /// Colours, moves of the cursor, titles.
    private static final String CONTROL = "\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007]*\u0007|[()][A-Z0-9]|[=>])";

    private final String name = "spin-" + UUID.randomUUID();
    private final StringBuilder seen = new StringBuilder();
    private int found;
    private boolean ended;

    private Terminal() {}

    /// Opens one. The test is skipped, saying so, where there is no tmux.
    static Terminal open(Path folder, Map<String, String> environment) throws IOException {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, "tmux"))),
                "SKIPPED: tmux is not installed: apt-get install tmux");
        Terminal terminal = new Terminal();
        Path pipe = Files.createTempDirectory("spin-terminal").resolve("output");
        run("mkfifo", pipe.toString());
        // What tmux is told of the environment, the shell's own start files may change again.
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("PATH", Checkout.root() + ":" + System.getenv("PATH"));
        variables.put("ENV", "");
        StringBuilder shell = new StringBuilder("exec env");
        variables.forEach((key, value) -> shell.append(" '").append(key).append('=').append(value).append('\''));
        terminal.tmux("new-session", "-d", "-x", "180", "-y", "50", "-c", folder.toString(), shell.append(" sh -i").toString());
        terminal.tmux("pipe-pane", "exec cat > '" + pipe + "'");
        InputStream output = Files.newInputStream(pipe);
        Thread.ofPlatform().daemon().start(() -> terminal.read(output));
        Files.delete(pipe);
        Files.delete(pipe.getParent());
        terminal.type("PS1='" + PROMPT + "'; echo be''gin");
        terminal.await("begin");
        terminal.awaitPrompt();
        return terminal;
    }

    private void read(InputStream output) {
        try (Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8)) {
            char[] chunk = new char[4096];
            for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
                add(new String(chunk, 0, count));
            }
        } catch (IOException e) {
            add("(unreadable: " + e + ")");
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void add(String text) {
        seen.append(text);
        String plain = seen.toString().replaceAll(CONTROL, "").replace("\r", "");
        // A sequence that has come in part only is seen to next time.
        if (!plain.contains("\u001b")) {
            seen.setLength(0);
            seen.append(plain);
        }
        notifyAll();
    }

    /// Types a line.
    void type(String line) {
        if (!line.isEmpty()) {
            tmux("send-keys", "-l", line);
        }
        tmux("send-keys", "Enter");
    }

    /// Presses Ctrl-C.
    void interrupt() {
        tmux("send-keys", "C-c");
    }

    /// Waits until a text comes after what was found before.
    ///
    /// @return what came up to its end
    synchronized String await(String text) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (int at = seen.indexOf(text, found);; at = seen.indexOf(text, found)) {
                if (at >= 0) {
                    String before = seen.substring(found, at + text.length());
                    found = at + text.length();
                    return before;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || ended) {
                    throw new AssertionError("'" + text + "' did not come; seen since then:\n" + seen.substring(found) + "\nbefore:\n"
                            + seen
                                    .substring(0, found));
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Everything that came to the screen.
    synchronized String screen() {
        return seen.toString();
    }

    /// Waits until the shell asks for the next command.
    String awaitPrompt() {
        return await(PROMPT);
    }

    /// Runs a command of the shell to its end.
    ///
    /// @return what was printed
    String command(String line) {
        type(line + "; echo \"code=$?=\"");
        await("\"code=$?=\"");
        String printed = await("code=");
        String code = await("=");
        awaitPrompt();
        return printed + code;
    }

    private String tmux(String... words) {
        List<String> line = new ArrayList<>(List.of("tmux", "-L", name, "-f", "/dev/null"));
        line.addAll(Arrays.asList(words));
        return run(line.toArray(String[]::new));
    }

    private static String run(String... words) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("SPIN_") || name.equals("TMUX"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(String.join(" ", words) + ": " + said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
