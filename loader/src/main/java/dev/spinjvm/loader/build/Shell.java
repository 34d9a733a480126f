package dev.spinjvm.loader.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.spinjvm.loader.process.ChildProcesses;

/// Runs the command lines of a manifest as the system's shell understands them, with this program's own standard streams.
///
/// @param children keeps the processes from outliving this one
/// @param words what starts the shell, up to the command line
public record Shell(ChildProcesses children, List<String> words) {
    /// The shell that every system of its kind has.
    public static Shell ofThisSystem(ChildProcesses children) {
        boolean windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
        return new Shell(children, windows ? List.of("cmd.exe", "/c") : List.of("sh", "-c"));
    }

    /// Runs a command line to its end, which an interruption of this thread brings about.
    ///
    /// @param environment variables beside those of this process
    /// @return its exit code
    int run(String command, Path folder, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(words);
        line.add(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile()).inheritIO();
        builder.environment().putAll(environment);
        return children.await(children.start(builder));
    }
}
