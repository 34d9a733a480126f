package dev.spinjvm.cli;

import java.util.List;
import java.util.Map;

/// Triggers that are no part of this program: executables that take a locked app and serve it.
///
/// They are told of it in `SPIN_LOCKED_URL`, `SPIN_WORKING_DIR` and `SPIN_LOCAL_APP_DIR`.
@FunctionalInterface
interface ExternalTriggers {
    /// How a trigger is started.
    ///
    /// @param words the program and its first arguments
    /// @param environment variables beside those of this process
    record Launch(List<String> words, Map<String, String> environment) {}

    /// Finds the trigger of a type.
    ///
    /// @throws CommandFailure if there is none
    Launch find(String type);
}
