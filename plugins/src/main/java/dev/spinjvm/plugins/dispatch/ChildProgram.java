package dev.spinjvm.plugins.dispatch;

import dev.spinjvm.plugins.PluginException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program of a plugin that shares the streams of this process.
public final class ChildProgram {
    private static final int INTERRUPTED = 130;

    private final Process process;

    private ChildProgram(Process process) {
        this.process = process;
    }

    /// Starts it.
    ///
    /// @param variables what it is told beside the environment
    public static ChildProgram start(Path program, List<String> arguments, Map<String, String> variables, Map<String, String> environment,
            Path workingDirectory) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).directory(workingDirectory.toFile()).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(variables);
        try {
            return new ChildProgram(builder.start());
        } catch (IOException e) {
            throw new PluginException("Failed to run '" + program + "'", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /// Asks it to end (SIGTERM).
    public void stop() {
        process.destroy();
    }

    /// Ends it.
    public void kill() {
        process.destroyForcibly();
    }

    /// Waits for its end.
    ///
    /// @return its exit code; 128 and the number of the signal that ended it
    public int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroy();
            return INTERRUPTED;
        }
    }
}
