package dev.spinjvm.component.types;

import org.jspecify.annotations.Nullable;

/// The type of an import or export of a core module (`core:externtype`).
public sealed interface CoreExternType {

    /// The sort in the words of the text format, for messages.
    default String sort() {
        return switch (this) {
            case Func _ -> "func";
            case Table _ -> "table";
            case Memory _ -> "memory";
            case Global _ -> "global";
            case Tag _ -> "tag";
        };
    }

    /// @param type defines a function type
    record Func(CoreDefType type) implements CoreExternType {}

    record Table(CoreValueType.Ref element, Limits limits) implements CoreExternType {}

    /// Limits count pages of 64 KiB.
    record Memory(Limits limits) implements CoreExternType {}

    record Global(CoreValueType type, boolean mutable) implements CoreExternType {}

    /// @param type defines a function type without results
    record Tag(CoreDefType type) implements CoreExternType {}

    /// @param index64 whether addresses are 64 bits wide
    /// @param min unsigned
    /// @param max unsigned
    record Limits(boolean index64, boolean shared, long min, @Nullable Long max) {}
}
