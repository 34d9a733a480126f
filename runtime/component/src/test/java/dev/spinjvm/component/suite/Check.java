package dev.spinjvm.component.suite;

/// The outcome of one command.
///
/// @param file the file's name
/// @param line where the command stands in the suite's source
/// @param assertion whether the command asserts something; otherwise it only has to be accepted
/// @param detail what happened, for everything but a plain pass
record Check(String file, int line, boolean assertion, Status status, String detail) {

    enum Status {
        PASSED,
        /// Rejected as it must be, with another text.
        OTHER_WORDS,
        /// A trap, but not the expected one.
        OTHER_TRAP,
        FAILED,
        /// The format cannot express the check for a runtime without a text parser.
        SKIPPED
    }

    boolean passed() {
        return status == Status.PASSED || status == Status.OTHER_WORDS;
    }

    /// How the list of expected failures names the check.
    String key() {
        return file + ":" + line;
    }
}
