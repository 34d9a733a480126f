package dev.spinjvm.component.types;

/// The type of an import or export of a component or instance (Explainer, `externtype`).
public sealed interface ExternType {

    /// The sort in the words of the text format, for messages.
    default String sort() {
        return switch (this) {
            case Func _ -> "func";
            case Value _ -> "value";
            case Type _ -> "type";
            case Instance _ -> "instance";
            case Component _ -> "component";
            case CoreModule _ -> "module";
        };
    }

    record Func(FuncType type) implements ExternType {}

    record Value(ValType type) implements ExternType {}

    /// A type. It is abstract where an enclosing [InstanceType] or [ComponentType] lists its resource type among those
    /// it introduces, and equal to `type` otherwise.
    record Type(DefType type) implements ExternType {}

    record Instance(InstanceType type) implements ExternType {}

    record Component(ComponentType type) implements ExternType {}

    record CoreModule(CoreModuleType type) implements ExternType {}
}
