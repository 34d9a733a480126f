package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.Quoted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Examines an application, one problem at a time: a problem that was treated does not show in later examinations.
///
/// The examinations are Spin's (`crates/doctor`), in its order and words; a last one, `manifest`, is added: it reports what would
/// otherwise show when the application starts. Not safe for use by several threads.
public final class Checkup {
    private static final List<Check> CHECKS = List.of(new UpgradeCheck(), new VersionCheck(), new TriggerCheck(), new RustTargetCheck(),
            new MissingWasmCheck(), new InspectionCheck());

    private final Surroundings surroundings;
    private final Deque<Check> checks = new ArrayDeque<>(CHECKS);
    private final Deque<Diagnosis> found = new ArrayDeque<>();
    private Patient patient;

    private Checkup(Patient patient, Surroundings surroundings) {
        this.patient = patient;
        this.surroundings = surroundings;
    }

    /// Begins a checkup.
    ///
    /// @param manifest as the user would write it
    /// @throws LoadException if there is no such file, or it is no TOML
    public static Checkup of(Path manifest, Surroundings surroundings) {
        if (!Files.isRegularFile(manifest)) {
            throw new LoadException("No Spin app manifest file found at " + Quoted.of(manifest.toString()));
        }
        return new Checkup(Patient.of(manifest), surroundings);
    }

    /// The next problem, or nothing if all examinations are made.
    public Optional<Diagnosis> next() {
        while (found.isEmpty()) {
            Check check = checks.poll();
            if (check == null) {
                return Optional.empty();
            }
            found.addAll(check.examine(patient, surroundings));
        }
        return Optional.of(found.remove());
    }

    /// Applies a treatment of the problem found last.
    ///
    /// @throws LoadException if it fails; the checkup can go on
    public Treatment.Outcome treat(Treatment treatment) {
        Treatment.Outcome outcome = treatment.apply(patient, surroundings);
        if (outcome instanceof Treatment.Outcome.Cured(Patient cured, String _)) {
            patient = cured;
        }
        return outcome;
    }

    /// The application as it is now.
    public Patient patient() {
        return patient;
    }
}
