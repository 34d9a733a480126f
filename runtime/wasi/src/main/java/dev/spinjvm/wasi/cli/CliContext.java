package dev.spinjvm.wasi.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a store's guest sees of the command line.
///
/// @param environment the variables, in the order of the map
/// @param arguments the arguments, the program's name first
/// @param initialCwd the working directory, if there is one to speak of
/// @param terminals which of the standard streams are terminals
public record CliContext(Map<String, String> environment, List<String> arguments, @Nullable String initialCwd, StdinSource stdin,
        StdoutSink stdout, StdoutSink stderr, Set<Stdio> terminals) {

    /// A standard stream.
    public enum Stdio {
        STDIN, STDOUT, STDERR
    }
}
