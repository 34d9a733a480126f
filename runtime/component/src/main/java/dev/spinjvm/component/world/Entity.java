package dev.spinjvm.component.world;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.TypeExpr;
import org.jspecify.annotations.Nullable;

/// An element of an index space while a world is read.
sealed interface Entity {

    record OfType(WitType type) implements Entity {}

    record OfFunction(FunctionItem function) implements Entity {}

    record OfInstance(Interface instance) implements Entity {}

    /// A component with the scope in which it was written.
    record OfComponent(@Nullable ComponentBinary binary, @Nullable WorldScope outer) implements Entity {}

    /// A component or instance type with the scope in which it stands.
    record Declared(TypeExpr type, WorldScope scope) implements Entity {}

    /// What plays no part in a world.
    enum Opaque implements Entity {
        INSTANCE
    }
}
