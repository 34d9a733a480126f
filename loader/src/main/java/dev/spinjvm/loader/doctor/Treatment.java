package dev.spinjvm.loader.doctor;

import java.util.Optional;

/// Repairs one problem.
public interface Treatment {
    /// What it does, in a few words: "Add spin_manifest_version to manifest".
    String summary();

    /// What exactly it would do, such as a diff; nothing if that cannot be said before.
    Optional<String> details(Patient patient);

    /// Does it.
    ///
    /// @throws dev.spinjvm.loader.LoadException if it fails
    Outcome apply(Patient patient, Surroundings surroundings);

    /// What a treatment led to.
    sealed interface Outcome {
        /// The problem is gone.
        ///
        /// @param patient the application as it is now
        /// @param note what the user should know, such as where the old manifest is; may be empty
        record Cured(Patient patient, String note) implements Outcome {}

        /// The user has to do something before further examinations make sense.
        record ActionRequired(String message) implements Outcome {}
    }
}
