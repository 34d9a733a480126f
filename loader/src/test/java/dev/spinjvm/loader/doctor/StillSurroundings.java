package dev.spinjvm.loader.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A machine on which nothing is started: it knows some answers and writes down what it was asked to run.
final class StillSurroundings implements Surroundings {
    final List<String> runs = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    private final Map<String, String> answers;
    private final int exitCode;

    /// @param answers from a program's name to what it prints
    StillSurroundings(Map<String, String> answers, int exitCode) {
        this.answers = answers;
        this.exitCode = exitCode;
    }

    @Override
    public boolean interactive() {
        return false;
    }

    @Override
    public Optional<String> answerOf(List<String> command) {
        return Optional.ofNullable(answers.get(command.getFirst()));
    }

    @Override
    public int run(List<String> command, Path folder) {
        runs.add(String.join(" ", command));
        return exitCode;
    }

    @Override
    public int runSpin(List<String> arguments, Path folder) {
        runs.add("spin " + String.join(" ", arguments));
        return exitCode;
    }

    @Override
    public int runScript(String url, List<String> command, Path folder) {
        runs.add(url + " | " + String.join(" ", command));
        return exitCode;
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }
}
