package dev.spinjvm.component.types;

/// What a type index stands for (Explainer, `deftype`).
public sealed interface DefType {

    /// The kind of type in the words used by messages.
    default String description() {
        return switch (this) {
            case Value _ -> "defined type";
            case Resource _ -> "resource";
            case Func _ -> "func";
            case Instance _ -> "instance";
            case Component _ -> "component";
        };
    }

    record Value(ValType type) implements DefType {}

    record Resource(ResourceType type) implements DefType {}

    record Func(FuncType type) implements DefType {}

    record Instance(InstanceType type) implements DefType {}

    record Component(ComponentType type) implements DefType {}
}
