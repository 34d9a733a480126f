package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.Diagnostic;
import org.jspecify.annotations.Nullable;

/// A problem that was found.
///
/// @param check which examination found it, such as `manifest-version`
/// @param description one sentence for a person, without a full stop
/// @param critical whether the application or its surroundings are unusable as they are, rather than out of date
/// @param treatment what would repair it, `null` if only a person can
/// @param place where in the manifest it is, `null` if it has no place
public record Diagnosis(String check, String description, boolean critical, @Nullable Treatment treatment, @Nullable Diagnostic place) {
    Diagnosis(String check, String description) {
        this(check, description, true, null, null);
    }

    Diagnosis(String check, String description, boolean critical, @Nullable Treatment treatment) {
        this(check, description, critical, treatment, null);
    }
}
