package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.Diagnostic;
import dev.spinjvm.loader.Manifest;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds everything else that would keep the application from starting. What other examinations find is not said twice.
final class InspectionCheck implements Check {
    private final Check version = new VersionCheck();
    private final Check trigger = new TriggerCheck();

    @Override
    public List<Diagnosis> examine(Patient patient, Surroundings surroundings) {
        if (version.examine(patient, surroundings).stream().anyMatch(Diagnosis::critical)) {
            return List.of();
        }
        boolean knownTriggers = !trigger.examine(patient, surroundings).isEmpty();
        ManifestInspection inspection = patient.inspect();
        List<Diagnosis> found = new ArrayList<>();
        for (Diagnostic problem : inspection.diagnostics()) {
            if (!(knownTriggers && (problem.message().contains("`trigger`") || problem.message().contains("`route`")))) {
                found.add(diagnosis(problem));
            }
        }
        if (inspection.readable()) {
            Set<Position> missing = missingSources(inspection, patient);
            inspection.fileProblems().stream().filter(problem -> !missing.contains(problem.at())).map(InspectionCheck::diagnosis)
                    .filter(diagnosis -> !found.contains(diagnosis)).forEach(found::add);
        }
        return found;
    }

    private static Set<Position> missingSources(ManifestInspection inspection, Patient patient) {
        return inspection.manifest().components().values().stream().filter(component -> MissingWasmCheck.isMissing(component, patient))
                .map(Manifest.Component::source).map(source -> Objects.requireNonNull(source).at()).collect(Collectors.toSet());
    }

    private static Diagnosis diagnosis(Diagnostic problem) {
        return new Diagnosis("manifest", problem.message(), problem.isError(), null, problem);
    }
}
