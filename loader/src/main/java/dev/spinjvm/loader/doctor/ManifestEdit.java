package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tomlj.TomlParseResult;

/// Changes the manifest and leaves everything else in it as it was written.
///
/// @param edit changes a tree of the manifest and gives it back
record ManifestEdit(String summary, UnaryOperator<TomlParseResult> edit) implements Treatment {
    @Override
    public Optional<String> details(Patient patient) {
        return Optional.of("Apply the following diff to " + Quoted.of(patient.file().toString()) + ":\n" + UnifiedDiff.of(patient.text(),
                edited(patient)));
    }

    @Override
    public Outcome apply(Patient patient, Surroundings surroundings) {
        String text = edited(patient);
        AtomicFiles.write(patient.file(), text.getBytes(StandardCharsets.UTF_8));
        return new Outcome.Cured(patient.with(text), "");
    }

    private String edited(Patient patient) {
        String text = edit.apply(patient.parse()).toToml();
        return text.endsWith("\n") ? text : text + "\n";
    }
}
