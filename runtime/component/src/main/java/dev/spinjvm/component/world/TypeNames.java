package dev.spinjvm.component.world;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// The names that one interface, or a world, gives to types. Whoever means a type by what it was called elsewhere, or before it
/// had a name, means the name it has here.
final class TypeNames {
    private final IdentityHashMap<WitType, WitType.Named> names = new IdentityHashMap<>();

    void add(WitType.Named named) {
        WitType type = named;
        names.put(type, named);
        while (type instanceof WitType.Named outer) {
            type = outer.target();
            names.putIfAbsent(type, named);
        }
    }

    /// Says that a type, too, is called so.
    void add(WitType type, WitType.Named named) {
        names.putIfAbsent(type, named);
    }

    WitType.@Nullable Named of(WitType type) {
        return names.get(type);
    }
}
