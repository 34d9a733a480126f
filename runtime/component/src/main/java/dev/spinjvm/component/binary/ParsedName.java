package dev.spinjvm.component.binary;

import org.jspecify.annotations.Nullable;

/// The parts of an import or export name (Explainer.md, `externname`). Made by [Names#parse].
public sealed interface ParsedName {

    /// A name in kebab case.
    record Label(String label) implements ParsedName {}

    /// `[constructor]resource`.
    record Constructor(String resource) implements ParsedName {}

    /// `[method]resource.name`.
    record Method(String resource, String name) implements ParsedName {}

    /// `[static]resource.name`.
    record Static(String resource, String name) implements ParsedName {}

    /// `namespace:pkg/projection@version`.
    record Interface(String namespace, String pkg, String projection, @Nullable Version version)
            implements
                ParsedName {

        /// The name without its version.
        public String unversioned() {
            return namespace + ":" + pkg + "/" + projection;
        }
    }
}
