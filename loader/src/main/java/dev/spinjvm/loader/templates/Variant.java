package dev.spinjvm.loader.templates;

import java.nio.file.Path;

/// What a template is used for.
public sealed interface Variant {
    /// A new application.
    record NewApplication() implements Variant {}

    /// A further component of an application.
    ///
    /// @param manifest of the application
    record AddComponent(Path manifest) implements Variant {}

    /// What is done.
    default String description() {
        return switch (this) {
            case NewApplication _ -> "new application";
            case AddComponent _ -> "add component";
        };
    }

    /// What comes of it.
    default String noun() {
        return switch (this) {
            case NewApplication _ -> "application";
            case AddComponent _ -> "component";
        };
    }
}
