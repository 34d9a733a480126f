package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The real program, started through its launcher as a user starts it. Closing it ends the process.
final class SpinProcess implements AutoCloseable {
    /// Compiling a large guest on a slow machine takes this long at most.
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SERVING = "Serving ";

    private final Process process;
    private final Output stdout;
    private final Output stderr;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private SpinProcess(Process process) {
        this.process = process;
        this.stdout = new Output(process.getInputStream());
        this.stderr = new Output(process.getErrorStream());
    }

    /// A command line to be started.
    static Command command(String... arguments) {
        return new Command(List.of(arguments));
    }

    /// What a finished command left behind.
    record Finished(int exitCode, String stdout, String stderr) {}

    static final class Command {
        private List<String> program = List.of(Checkout.root().resolve("spin").toString());
        private final List<String> arguments;
        private final Map<String, String> environment = new HashMap<>();
        private Path directory = Checkout.root();
        private byte @Nullable [] input;
        private String address = "127.0.0.1:0";

        private Command(List<String> arguments) {
            this.arguments = new ArrayList<>(arguments);
        }

        /// Another form of the program than the checkout's launcher.
        Command of(List<String> words) {
            program = words;
            return this;
        }

        Command in(Path folder) {
            directory = folder;
            return this;
        }

        Command environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /// Standard input, which ends after it.
        Command input(String text) {
            input = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /// Where it is to listen; at any free port otherwise.
        Command on(String hostAndPort) {
            address = hostAndPort;
            return this;
        }

        /// Starts it and waits until it says where it serves.
        SpinProcess serve() {
            arguments.addAll(List.of("--listen", address));
            SpinProcess spin = start();
            try {
                spin.stdout.await(line -> line.startsWith(SERVING));
                return spin;
            } catch (AssertionError e) {
                spin.close();
                throw new AssertionError("spin did not serve; its stderr:\n" + spin.stderr(), e);
            }
        }

        /// Starts it and waits for nothing.
        SpinProcess begin() {
            return start();
        }

        /// Runs it to its end.
        Finished run() {
            try (SpinProcess spin = start()) {
                int code = spin.awaitExit();
                return new Finished(code, spin.stdout.rest(), spin.stderr.rest());
            }
        }

        /// Starts it and waits for nothing.
        SpinProcess start() {
            List<String> line = new ArrayList<>(program);
            line.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("SPIN_"));
            builder.environment().putAll(environment);
            try {
                Process started = builder.start();
                if (input != null) {
                    try (OutputStream in = started.getOutputStream()) {
                        in.write(input);
                    }
                }
                return new SpinProcess(started);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The base URL without a slash at its end.
    String url() {
        return stdout.lines().stream().filter(line -> line.startsWith(SERVING)).findFirst().orElseThrow().substring(SERVING.length());
    }

    String stdout() {
        return String.join("\n", stdout.lines());
    }

    String stderr() {
        return String.join("\n", stderr.lines());
    }

    /// The base URL that was told last.
    String latestUrl() {
        return stdout.lines().stream().filter(line -> line.startsWith(SERVING)).reduce((_, last) -> last).orElseThrow().substring(
                SERVING.length());
    }

    /// Waits until a line of stdout contains the text.
    void awaitStdout(String text) {
        stdout.await(line -> line.contains(text));
    }

    /// How often it has said where it serves.
    long serves() {
        return stdout.lines().stream().filter(line -> line.startsWith(SERVING)).count();
    }

    /// Waits until it has said where it serves for the `count`th time.
    void awaitServes(int count) {
        stdout.await(_ -> serves() >= count);
    }

    /// Waits until a line of stderr contains the text.
    void awaitStderr(String text) {
        stderr.await(line -> line.contains(text));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("request failed; stderr of spin:\n" + stderr(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpClient client() {
        return client;
    }

    /// All that it started and that runs now.
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    long pid() {
        return process.pid();
    }

    /// Sends SIGTERM, as an operator does.
    void terminate() {
        // Process.destroy would close our ends of its streams too.
        process.toHandle().destroy();
    }

    int awaitExit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("spin ends by itself").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// One output stream, read as it comes.
    private static final class Output {
        private final List<String> lines = new ArrayList<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        Output(InputStream stream) {
            Thread.ofVirtual().start(() -> {
                try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        add(line);
                    }
                } catch (IOException e) {
                    add("(unreadable: " + e + ")");
                }
                end.complete(null);
                signal();
            });
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void signal() {
            notifyAll();
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }

        synchronized void await(Predicate<String> wanted) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            try {
                while (lines.stream().noneMatch(wanted)) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0 || end.isDone()) {
                        throw new AssertionError("the awaited line did not come; seen:\n" + String.join("\n", lines));
                    }
                    wait(left);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        String rest() {
            try {
                end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException | java.util.concurrent.ExecutionException | TimeoutException e) {
                throw new AssertionError(e);
            }
            return lines().stream().map(line -> line + "\n").reduce("", String::concat);
        }
    }
}
