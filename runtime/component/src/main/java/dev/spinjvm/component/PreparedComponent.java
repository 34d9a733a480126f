package dev.spinjvm.component;

import dev.spinjvm.component.plan.Instantiation;
import dev.spinjvm.component.plan.InstantiationPlan;
import java.util.LinkedHashSet;
import java.util.Set;

/// A component linked to a host: everything is ready but the instances. Immutable and thread-safe.
public final class PreparedComponent {
    private final InstantiationPlan plan;
    private final Set<String> exportedInterfaces;

    PreparedComponent(InstantiationPlan plan) {
        this.plan = plan;
        Set<String> names = new LinkedHashSet<>();
        plan.exports().forEach((name, export) -> {
            if (export instanceof InstantiationPlan.ExportedInstance) {
                names.add(name);
            }
        });
        this.exportedInterfaces = Set.copyOf(names);
    }

    /// The names of the interfaces that instances export.
    public Set<String> exportedInterfaces() {
        return exportedInterfaces;
    }

    /// Makes an instance. Start functions run on this thread and may call host functions.
    ///
    /// @param store the instance's world; it must not be dead
    /// @throws dev.spinjvm.engine.TrapException if a start function traps; the store is dead then
    /// @throws dev.spinjvm.engine.LinkException if a memory passes the engine's limit or core imports do not fit; the store is
    ///     dead then
    public ComponentInstance instantiate(Store store) {
        if (store.dead()) {
            throw new IllegalStateException("the store is dead");
        }
        long before = store.runtime().hostCalls();
        Instantiation instantiation = Guarded.call(store.runtime(), () -> plan.run(store.runtime()));
        return new ComponentInstance(plan, store, instantiation, store.runtime().hostCalls() == before);
    }
}
