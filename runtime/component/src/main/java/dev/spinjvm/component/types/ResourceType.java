package dev.spinjvm.component.types;

/// The identity of one resource type. Resource types are generative: two types are the same only if they are the
/// same object, so this class deliberately keeps `Object`'s equality. The name serves messages only.
public final class ResourceType {
    private final String name;

    public ResourceType(String name) {
        this.name = name;
    }

    /// The name the type was first given, such as `input-stream`.
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
