package dev.spinjvm.component.plan;

import dev.spinjvm.component.binary.ComponentBinary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A component with what serves its imports: other components as `arguments` say, and for all else the host. One object
/// stands for one instance, however many imports it serves.
///
/// @param name how messages call it, the subject of a sentence
/// @param host what the host offers to this component; others of the same plan may see more or less
/// @param arguments by import name
public record Linked(String name, ComponentBinary binary, HostDefinitions host, Map<String, Argument> arguments) {
    public Linked {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /// An export of another component.
    ///
    /// @param dependency how messages call the other one
    public record Argument(String dependency, Linked component, String export) {}
}
