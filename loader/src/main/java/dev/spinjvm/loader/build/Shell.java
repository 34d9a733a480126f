package dev.spinjvm.loader.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
    /// @return its exit code
    int run(String command, Path folder) throws IOException, InterruptedException {
        var line = new java.util.ArrayList<>(words);
        line.add(command);
        return children.await(children.start(new ProcessBuilder(line).directory(folder.toFile()).inheritIO()));
    }
}
