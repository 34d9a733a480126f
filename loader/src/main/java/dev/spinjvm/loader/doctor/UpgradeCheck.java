package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.ManifestUpgrade;
import dev.spinjvm.loader.Quoted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds manifests of version 1.
final class UpgradeCheck implements Check {
    @Override
    public List<Diagnosis> examine(Patient patient, Surroundings surroundings) {
        return ManifestUpgrade.isVersion1(patient.text())
                ? List.of(new Diagnosis("manifest-upgrade", "Version 1 manifest can be upgraded to version 2", false, new Upgrade()))
                : List.of();
    }

    private record Upgrade() implements Treatment {
        @Override
        public String summary() {
            return "Upgrade manifest to version 2";
        }

        @Override
        public Optional<String> details(Patient patient) {
            return Optional.empty();
        }

        @Override
        public Outcome apply(Patient patient, Surroundings surroundings) {
            String text = ManifestUpgrade.toVersion2(patient.file().toString(), patient.text());
            Path backup = patient.file().resolveSibling(backupName(String.valueOf(patient.file().getFileName())));
            AtomicFiles.write(backup, patient.text().getBytes(StandardCharsets.UTF_8));
            AtomicFiles.write(patient.file(), text.getBytes(StandardCharsets.UTF_8));
            return new Outcome.Cured(patient.with(text), "Version 1 manifest backed up to " + Quoted.of(backup.toString()) + ".");
        }

        /// `spin.toml` → `spin.toml.v1_backup`
        private static String backupName(String name) {
            int dot = name.lastIndexOf('.');
            return (dot > 0 ? name.substring(0, dot) : name) + ".toml.v1_backup";
        }
    }
}
