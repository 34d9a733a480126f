package dev.spinjvm.component.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The type of a component instance: its exports in order (Explainer, `instancetype`).
///
/// Subtyping ignores the order. Types of shared parts form a graph, not a tree, so comparing with `equals` can take
/// exponential time for types that come from a component; use the subtyping check.
///
/// @param exports by export name
/// @param resources the abstract resource types that the type introduces, each with the path of export names that leads
///        to it. Empty for the type of an existing instance, whose resource types have an identity already
public record InstanceType(Map<String, ExternType> exports, Map<ResourceType, List<String>> resources) {

    public InstanceType {
        exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
        resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    }
}
