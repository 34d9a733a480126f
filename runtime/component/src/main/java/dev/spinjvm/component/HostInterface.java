package dev.spinjvm.component;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The host's definition of one imported instance, such as `wasi:io/streams@0.2.12`: its functions and resource
/// types under the names of the component model (`[method]input-stream.read`). Immutable and free of state, so one
/// definition serves every store; what belongs to one guest is reached through the [Store] that each call receives.
public final class HostInterface {
    private final String name;
    private final Map<String, Definition> definitions;

    private HostInterface(String name, Map<String, Definition> definitions) {
        this.name = name;
        this.definitions = Map.copyOf(definitions);
    }

    /// The interface name with its version.
    public String name() {
        return name;
    }

    /// What the interface offers, by component-model name.
    public Map<String, Definition> definitions() {
        return definitions;
    }

    public static Builder builder(String name) {
        return new Builder(name);
    }

    /// One item of an interface.
    public sealed interface Definition {}

    /// A function and its type.
    public record Function(FuncType type, HostFunction body) implements Definition {}

    /// A resource type. `destructor` runs when the guest drops its last (owning) handle, with the Java object behind it.
    public record Resource(ResourceType type, @Nullable Destructor destructor) implements Definition {}

    /// Ends the life of a host resource; called exactly once for each handle that the guest owned.
    @FunctionalInterface
    public interface Destructor {
        void drop(Store store, Object representation);
    }

    /// Collects definitions; not thread-safe.
    public static final class Builder {
        private final String name;
        private final Map<String, Definition> definitions = new LinkedHashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder function(String functionName, FuncType type, HostFunction body) {
            return add(functionName, new Function(type, body));
        }

        public Builder resource(String resourceName, ResourceType type, @Nullable Destructor destructor) {
            return add(resourceName, new Resource(type, destructor));
        }

        private Builder add(String item, Definition definition) {
            if (definitions.putIfAbsent(item, definition) != null) {
                throw new IllegalArgumentException(name + " defines '" + item + "' twice");
            }
            return this;
        }

        public HostInterface build() {
            return new HostInterface(name, definitions);
        }
    }
}
