package dev.spinjvm.component;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A component that serves imports of another one. Each instance of the other one has an instance of this one within its
/// store; what the host keeps for the store is the same for both.
///
/// @param name what messages call it
/// @param host what this component is linked to, which may be more or less than the importer is; it must define the same
///        resource types for what both use
/// @param imports the imports of the other component that it serves, each with the export of this one that does; see
///        [DependencyMatch]
/// @param dependencies what serves the imports of this component
public record Dependency(String name, Component component, Linker host, Map<String, String> imports, List<Dependency> dependencies) {
    public Dependency {
        imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
        dependencies = List.copyOf(dependencies);
    }
}
