package dev.spinjvm.component.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The type of a component (Explainer, `componenttype`). Imports and exports keep their order. As for [InstanceType],
/// compare with the subtyping check, not with `equals`.
///
/// @param imports by import name
/// @param exports by export name
/// @param importedResources the abstract resource types that the imports introduce, each with the path of names that
///        leads to it: an import name and, within an imported instance, export names
/// @param definedResources the resource types that each instantiation generates anew and that the exports show, each
///        with the path of export names of its first mention
public record ComponentType(Map<String, ExternType> imports, Map<String, ExternType> exports,
        Map<ResourceType, List<String>> importedResources, Map<ResourceType, List<String>> definedResources) {

    public ComponentType {
        imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
        exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
        importedResources = Collections.unmodifiableMap(new LinkedHashMap<>(importedResources));
        definedResources = Collections.unmodifiableMap(new LinkedHashMap<>(definedResources));
    }
}
