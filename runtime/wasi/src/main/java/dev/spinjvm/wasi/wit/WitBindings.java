package dev.spinjvm.wasi.wit;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.HostInterface.Destructor;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.wit.WitInterface;
import dev.spinjvm.component.wit.WitPackages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Makes host interfaces out of WIT texts and bodies. The types come from the texts alone, so a body cannot disagree
/// with them about a signature; a function without a body, or a body without a function, fails when the interface is
/// built and not when a guest calls.
///
/// Interfaces built here share resource types through `use`, each with the destructor it was given where it is
/// declared: bind the declaring interface first.
///
/// ```java
/// HostInterface random = bindings.bind("wasi:random/insecure@0.2.12")
///         .function("get-insecure-random-u64", (store, args) -> 4L)
///         .function("get-insecure-random-bytes", (store, args) -> new byte[0])
///         .build();
/// ```
///
/// Not thread-safe; the interfaces are immutable.
public final class WitBindings {
    private final WitPackages packages;
    private final Map<ResourceType, Optional<Destructor>> destructors = new HashMap<>();

    public WitBindings(WitPackages packages) {
        this.packages = packages;
    }

    /// Starts the interface of this full name.
    ///
    /// @throws IllegalArgumentException if the texts do not declare it
    public Binding bind(String interfaceName) {
        return new Binding(packages.interfaceNamed(interfaceName));
    }

    /// The bodies collected for one interface; not thread-safe.
    public final class Binding {
        private final WitInterface wit;
        private final Map<String, HostFunction> bodies = new HashMap<>();

        private Binding(WitInterface wit) {
            this.wit = wit;
        }

        /// Gives the body of a function, method or static function by its component-model name.
        public Binding function(String name, HostFunction body) {
            if (bodies.putIfAbsent(name, body) != null) {
                throw fault("has two bodies for", List.of(name));
            }
            return this;
        }

        /// Gives many bodies at once.
        public Binding functions(Map<String, HostFunction> all) {
            all.forEach(this::function);
            return this;
        }

        /// Gives every function that has no body yet the one that `body` makes for its name and type. For interfaces that
        /// a host answers all alike, such as those it denies.
        public Binding others(BiFunction<String, FuncType, HostFunction> body) {
            wit.functions().forEach((name, type) -> bodies.computeIfAbsent(name, absent -> body.apply(absent, type)));
            return this;
        }

        /// Says what happens when a guest drops its handle to a resource that this interface declares; null: nothing.
        public Binding resource(String name, @Nullable Destructor destructor) {
            ResourceType type = wit.resources().get(name);
            if (type == null) {
                throw fault("declares no resource", List.of(name));
            }
            if (destructors.putIfAbsent(type, Optional.ofNullable(destructor)) != null) {
                throw fault("has two destructors for", List.of(name));
            }
            return this;
        }

        /// @throws IllegalArgumentException unless bodies and functions match one to one and each resource was given
        public HostInterface build() {
            TreeSet<String> missing = new TreeSet<>(wit.functions().keySet());
            missing.removeAll(bodies.keySet());
            if (!missing.isEmpty()) {
                throw fault("lacks the bodies of", missing);
            }
            HostInterface.Builder builder = HostInterface.builder(wit.name());
            wit.resources().forEach((name, type) -> {
                Optional<Destructor> destructor = destructors.get(type);
                if (destructor == null) {
                    throw fault("was not told what dropping does to", List.of(name));
                }
                builder.resource(name, type, destructor.orElse(null));
            });
            bodies.forEach((name, body) -> {
                FuncType type = wit.functions().get(name);
                if (type == null) {
                    throw fault("declares no function", List.of(name));
                }
                builder.function(name, type, body);
            });
            return builder.build();
        }

        private IllegalArgumentException fault(String what, Iterable<String> names) {
            return new IllegalArgumentException(wit.name() + " " + what + " " + String.join(", ", names));
        }
    }
}
