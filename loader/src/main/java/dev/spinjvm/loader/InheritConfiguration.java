package dev.spinjvm.loader;

import java.util.List;

/// Which configuration of its parent a dependency may use.
public sealed interface InheritConfiguration {
    /// Nothing: every host call of the dependency is denied.
    InheritConfiguration NONE = new Some(List.of());

    /// Everything.
    record All() implements InheritConfiguration {}

    /// The named kinds only, such as `environment` or `key_value_stores`.
    record Some(List<String> configurations) implements InheritConfiguration {
        public Some {
            configurations = List.copyOf(configurations);
        }
    }
}
