package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.LoadException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The machine this program runs on. Programs are looked for on the `PATH` of the environment given.
///
/// @param environment the environment variables
/// @param spin the command that starts this program
/// @param interactive whether a person sits at the terminal
/// @param output where the output of programs goes, `null` for this program's own streams
/// @param warnings takes what the user is to be told
public record MachineSurroundings(Map<String, String> environment, List<String> spin, boolean interactive, @Nullable PrintStream output,
        Consumer<String> warnings) implements Surroundings {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int SIGNAL_BASE = 128;

    @Override
    public Optional<String> answerOf(List<String> command) {
        Optional<List<String>> found = onPath(command);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            Process process = builder(found.get()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            await(process);
            return Optional.of(answer);
        } catch (IOException e) {
            throw new LoadException("Failed to run `" + String.join(" ", command) + "`", e);
        }
    }

    @Override
    public int run(List<String> command, Path folder) {
        List<String> found = onPath(command).orElseThrow(() -> new LoadException("there is no program '" + command.getFirst()
                + "' on PATH"));
        ProcessBuilder builder = builder(found).directory(folder.toFile());
        builder.redirectInput(interactive ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.from(nothing()));
        return finish(builder, new byte[0]);
    }

    @Override
    public int runSpin(List<String> arguments, Path folder) {
        List<String> command = new ArrayList<>(spin);
        command.addAll(arguments);
        return run(command, Path.of("").toAbsolutePath());
    }

    @Override
    public int runScript(String url, List<String> command, Path folder) {
        byte[] script = download(url);
        List<String> found = onPath(command).orElseThrow(() -> new LoadException("there is no program '" + command.getFirst()
                + "' on PATH"));
        return finish(builder(found).directory(folder.toFile()), script);
    }

    @Override
    public void warn(String message) {
        warnings.accept(message);
    }

    private static byte[] download(String url) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NORMAL).build()) {
            HttpResponse<byte[]> response = client.send(HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != OK) {
                throw new LoadException("Failed to download " + url + ": status " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new LoadException("Failed to download " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("Failed to download " + url + ": interrupted");
        }
    }

    /// Runs a program to its end, its output going where it should.
    private int finish(ProcessBuilder builder, byte[] input) {
        if (output == null) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectErrorStream(true);
        }
        try {
            Process process = builder.start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            }
            if (output != null) {
                process.getInputStream().transferTo(output);
            }
            return await(process);
        } catch (IOException e) {
            throw new LoadException("Failed to run `" + String.join(" ", builder.command()) + "`", e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private Optional<List<String>> onPath(List<String> command) {
        Path program = Path.of(command.getFirst());
        if (program.getNameCount() > 1) {
            return Files.isExecutable(program) ? Optional.of(command) : Optional.empty();
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String ending : List.of("", ".exe")) {
                Path candidate = Path.of(folder).resolve(program + ending);
                if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    List<String> found = new ArrayList<>(command);
                    found.set(0, candidate.toString());
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    private static File nothing() {
        return new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            return SIGNAL_BASE + 2;
        }
    }
}
