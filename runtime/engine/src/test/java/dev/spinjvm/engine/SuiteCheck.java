package dev.spinjvm.engine;

/// The outcome of one command of the reference suite.
///
/// @param file the file's name
/// @param line where the command stands in the suite's source
/// @param detail what happened; for [Status#UNSUPPORTED] the feature
record SuiteCheck(String file, int line, Status status, String detail) {

    enum Status {
        PASSED,
        /// Refused or trapped as it must be, with another text.
        OTHER_WORDS, FAILED,
        /// A module needs a feature that the engine names as unsupported.
        UNSUPPORTED,
        /// Malformed as text only.
        TEXT
    }

    String key() {
        return file + ":" + line;
    }
}
