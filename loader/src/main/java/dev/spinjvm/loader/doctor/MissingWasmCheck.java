package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.Manifest;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.Position;
import dev.spinjvm.loader.Quoted;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds components whose code is not there.
final class MissingWasmCheck implements Check {
    @Override
    public List<Diagnosis> examine(Patient patient, Surroundings surroundings) {
        ManifestInspection inspection = patient.inspect();
        if (!inspection.readable()) {
            return List.of();
        }
        List<Diagnosis> found = new ArrayList<>();
        inspection.manifest().components().forEach((id, component) -> {
            if (isMissing(component, patient) && component.source() instanceof Manifest.Source.Local(String path, Position _)) {
                found.add(new Diagnosis("wasm-missing", "Component " + Quoted.of(id) + " source " + Quoted.of(path) + " is missing", true,
                        component.build() == null ? null : new Build(id)));
            }
        });
        return found;
    }

    static boolean isMissing(Manifest.Component component, Patient patient) {
        return component.source() instanceof Manifest.Source.Local(String path, Position _) && !Files.exists(patient.folder().resolve(
                path));
    }

    private record Build(String component) implements Treatment {
        @Override
        public String summary() {
            return "Run `spin build`";
        }

        @Override
        public Optional<String> details(Patient patient) {
            return Optional.of("Run `spin " + String.join(" ", arguments(patient)) + "`");
        }

        @Override
        public Outcome apply(Patient patient, Surroundings surroundings) {
            int code = surroundings.runSpin(arguments(patient), patient.folder());
            if (code != 0) {
                throw new LoadException("Build command `spin " + String.join(" ", arguments(patient)) + "` failed with exit code " + code);
            }
            return new Outcome.Cured(patient, "");
        }

        private List<String> arguments(Patient patient) {
            return List.of("build", "-f", patient.file().toString(), "--component-id", component);
        }
    }
}
