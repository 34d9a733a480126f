package dev.spinjvm.component.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The type of a core module (Explainer, `core:moduletype`).
///
/// @param imports in order; the pair of names is unique
/// @param exports by name, in order
public record CoreModuleType(Map<ImportName, CoreExternType> imports, Map<String, CoreExternType> exports)
        implements
            CoreType {

    public CoreModuleType {
        imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
        exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
    }

    /// The two levels of a core import's name.
    public record ImportName(String module, String name) {

        /// The single name that the pair is mangled to in messages.
        @Override
        public String toString() {
            return module + ":" + name;
        }
    }
}
