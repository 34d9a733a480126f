package dev.spinjvm.component.world;

import dev.spinjvm.component.binary.ComponentBinary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a component imports and exports, by name and in the order of the component.
public record World(Map<String, WorldItem> imports, Map<String, WorldItem> exports) {
    public World {
        imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
        exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
    }

    /// The world of a valid component.
    ///
    /// @throws IllegalArgumentException if it has a definition that is not supported, such as a value
    public static World of(ComponentBinary component) {
        return WorldReader.read(component);
    }
}
