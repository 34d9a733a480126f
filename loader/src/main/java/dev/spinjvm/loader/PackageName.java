package dev.spinjvm.loader;

import java.util.Optional;

/// The name of a package of Wasm components: `namespace:name`, each a lower-case kebab identifier.
public record PackageName(String namespace, String name) {
    /// The name that a text is, if it is one.
    public static Optional<PackageName> parse(String text) {
        String[] parts = text.split(":", -1);
        return parts.length == 2 && Ids.kebabProblem(parts[0]) == null && Ids.kebabProblem(parts[1]) == null
                ? Optional.of(new PackageName(parts[0], parts[1]))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
