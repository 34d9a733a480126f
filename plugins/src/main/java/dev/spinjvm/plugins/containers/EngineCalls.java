package dev.spinjvm.plugins.containers;

import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.drivers.DriverException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Calls of one container engine. What they write for people goes to the standard error stream.
///
/// @param folder for what they say, until it is read
record EngineCalls(ContainerEngine engine, ChildProcesses children, Path folder) {
    /// What a call left behind.
    record Answer(int code, String out, String err) {}

    /// The whole command line.
    List<String> line(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(engine.program().toString()));
        line.addAll(arguments);
        return line;
    }

    /// A call to be started, which is told some variables beside those of this process: nothing secret is in its arguments.
    ProcessBuilder prepare(List<String> arguments, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(line(arguments));
        builder.environment().putAll(environment);
        return builder;
    }

    /// Asks for something.
    ///
    /// @return what it printed
    /// @throws DriverException if it fails, with what it said
    String ask(String... arguments) throws InterruptedException {
        return ask(List.of(arguments), Map.of());
    }

    /// As [#ask(String...)], with variables.
    String ask(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        Answer answer = call(arguments, environment);
        if (answer.code != 0) {
            throw new DriverException(engine.kind().text() + " " + arguments.getFirst() + " failed" + (answer.err.isEmpty()
                    ? " with the exit code " + answer.code
                    : ": " + answer.err));
        }
        return answer.out;
    }

    /// Whether a call succeeds.
    boolean holds(String... arguments) throws InterruptedException {
        return call(List.of(arguments), Map.of()).code == 0;
    }

    private Answer call(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        try {
            Path err = Files.createTempFile(folder, "engine", ".err");
            try {
                Process process = children.start(prepare(arguments, environment).redirectError(err.toFile()));
                process.getOutputStream().close();
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                int code = children.await(process);
                return new Answer(code, out, Files.readString(err).strip());
            } finally {
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new DriverException("Cannot start '" + engine.program() + "'", e);
        }
    }

    /// Runs a call whose output the user sees. Its input ends when it does, or with this program.
    ///
    /// @return its exit code
    int show(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        try {
            Process process = children.start(prepare(arguments, environment).redirectOutput(Redirect.INHERIT).redirectError(
                    Redirect.INHERIT));
            return children.await(process);
        } catch (IOException e) {
            throw new DriverException("Cannot start '" + engine.program() + "'", e);
        }
    }
}
