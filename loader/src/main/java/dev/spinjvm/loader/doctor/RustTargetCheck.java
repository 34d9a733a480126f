package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.Manifest;
import dev.spinjvm.loader.ManifestInspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds that an application written in Rust cannot be built for want of the compiler or its target.
final class RustTargetCheck implements Check {
    private static final String CHECK = "rust-target";
    private static final String TARGET = "wasm32-wasip2";
    private static final String INSTALLER = "https://sh.rustup.rs";

    @Override
    public List<Diagnosis> examine(Patient patient, Surroundings surroundings) {
        ManifestInspection inspection = patient.inspect();
        boolean usesRust = inspection.readable() && inspection.manifest().components().values().stream().map(Manifest.Component::build)
                .anyMatch(build -> build != null && build.command().commands().stream().anyMatch(command -> command.startsWith("cargo")));
        if (!usesRust) {
            return List.of();
        }
        Optional<String> targets = surroundings.answerOf(List.of("rustup", "target", "list", "--installed"));
        if (targets.isPresent()) {
            return targets.get().lines().anyMatch(TARGET::equals)
                    ? List.of()
                    : List.of(new Diagnosis(CHECK, "The required Rust target '" + TARGET + "' isn't installed", true, new AddTarget()));
        }
        if (surroundings.answerOf(List.of("cargo", "--version")).isPresent()) {
            surroundings.warn("Spin Doctor can't determine if the Rust " + TARGET + " target is installed.");
            return List.of();
        }
        return List.of(new Diagnosis(CHECK, "The Rust compiler isn't installed", true, new InstallRust()));
    }

    private record AddTarget() implements Treatment {
        private static final List<String> COMMAND = List.of("rustup", "target", "add", TARGET);

        @Override
        public String summary() {
            return "Install the Rust " + TARGET + " target";
        }

        @Override
        public Optional<String> details(Patient patient) {
            return Optional.of("Run the following command:\n    `" + String.join(" ", COMMAND) + "`");
        }

        @Override
        public Outcome apply(Patient patient, Surroundings surroundings) {
            int code = surroundings.run(COMMAND, patient.folder());
            if (code != 0) {
                throw new LoadException("Installation command `" + String.join(" ", COMMAND) + "` failed with exit code " + code);
            }
            return new Outcome.Cured(patient, "");
        }
    }

    private record InstallRust() implements Treatment {
        @Override
        public String summary() {
            return "Install the Rust compiler and the " + TARGET + " target";
        }

        @Override
        public Optional<String> details(Patient patient) {
            return Optional.of("Download and run the Rust installer from https://rustup.rs, with the `--target " + TARGET + "` option");
        }

        @Override
        public Outcome apply(Patient patient, Surroundings surroundings) {
            List<String> command = new ArrayList<>(List.of("sh", "-s", "--", "--target", TARGET));
            if (!surroundings.interactive()) {
                command.add("-y");
            }
            int code = surroundings.runScript(INSTALLER, command, patient.folder());
            if (code != 0) {
                throw new LoadException("Rust installation failed with exit code " + code);
            }
            return new Outcome.ActionRequired("Because Rust was just installed, you may need to run a script or restart your command shell "
                    + "to add Rust to your PATH. Please follow the instructions at the end of the installer output above before "
                    + "re-running `spin doctor`.");
        }
    }
}
