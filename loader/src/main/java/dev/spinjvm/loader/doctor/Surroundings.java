package dev.spinjvm.loader.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a checkup may ask of the machine it is made on.
public interface Surroundings {
    /// Whether a person can be asked by the programs that are started.
    boolean interactive();

    /// What a program prints, or nothing if there is no such program. It is given no input.
    Optional<String> answerOf(List<String> command);

    /// Runs a program whose output is shown, and gives its exit code.
    int run(List<String> command, Path folder);

    /// Runs this very program whose output is shown, and gives its exit code.
    int runSpin(List<String> arguments, Path folder);

    /// Downloads a script and runs the command with it as standard input; gives the exit code.
    int runScript(String url, List<String> command, Path folder);

    /// Tells the user of something that is no diagnosis.
    void warn(String message);
}
