package dev.spinjvm.cli;

/// The exit codes that scripts rely on.
enum ExitCode {
    OK(0),
    /// Anything that went wrong with a well-formed command.
    FAILURE(1),
    /// The command line itself is wrong.
    USAGE(2);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
