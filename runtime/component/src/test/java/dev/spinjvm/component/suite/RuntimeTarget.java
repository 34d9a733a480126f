package dev.spinjvm.component.suite;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.ComponentFunction;
import dev.spinjvm.component.ComponentInstance;
import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.Linker;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.Engine;
import dev.spinjvm.engine.TrapException;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs components on the module's own runtime.
final class RuntimeTarget implements SuiteTarget {
    private final Engine engine;
    private final IdentityHashMap<ComponentBinary, Component> components = new IdentityHashMap<>();

    RuntimeTarget(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void validate(ComponentBinary component) throws Rejected {
        try {
            components.put(component, Component.of(engine, component));
        } catch (InvalidComponentException e) {
            throw new Rejected(e.getMessage(), e);
        }
    }

    @Override
    public Instance instantiate(ComponentBinary binary) throws Trapped {
        try {
            Component component = Objects.requireNonNull(components.get(binary), "validate first");
            return new Running(new Linker().prepare(component).instantiate(new Store()));
        } catch (TrapException e) {
            throw new Trapped(e.getMessage(), e);
        } catch (LinkException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Running(ComponentInstance instance) implements Instance {
        @Override
        public @Nullable FuncType type(String export) {
            return instance.find(null, export).map(ComponentFunction::type).orElse(null);
        }

        @Override
        public @Nullable Object call(String export, @Nullable Object[] arguments) throws Trapped {
            try {
                return instance.function(null, export).call(arguments);
            } catch (TrapException e) {
                throw new Trapped(e.getMessage(), e);
            }
        }
    }
}
