package dev.spinjvm.loader.doctor;

import java.util.List;

/// One examination.
@FunctionalInterface
interface Check {
    /// The problems of the application as it is now, in an order that is always the same. Where an earlier problem keeps this
    /// examination from being made it finds nothing.
    List<Diagnosis> examine(Patient patient, Surroundings surroundings);
}
