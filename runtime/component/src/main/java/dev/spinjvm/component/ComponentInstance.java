package dev.spinjvm.component;

import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.plan.Instantiation;
import dev.spinjvm.component.plan.InstantiationPlan;
import dev.spinjvm.engine.CoreMemory;
import dev.spinjvm.engine.Snapshot;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An instance of a component. Belongs to its store and is used by one thread at a time.
public final class ComponentInstance implements AutoCloseable {
    private final InstantiationPlan plan;
    private final Store store;
    private final Instantiation instantiation;
    private final @Nullable Snapshot image;
    final CoreMemory[] memories;
    private boolean closed;

    ComponentInstance(InstantiationPlan plan, Store store, Instantiation instantiation, boolean withoutHost) {
        this.plan = plan;
        this.store = store;
        this.instantiation = instantiation;
        this.memories = instantiation.cores().stream().flatMap(core -> core.exports().values().stream())
                .filter(CoreMemory.class::isInstance).map(CoreMemory.class::cast).distinct().toArray(CoreMemory[]::new);
        // What a host function did during instantiation cannot be undone, so such an instance has no image to return to.
        this.image = withoutHost && instantiation.tree().pristine() ? Snapshot.take(instantiation.cores()) : null;
    }

    /// The world that the instance belongs to.
    public Store store() {
        return store;
    }

    /// The names of the exported interfaces.
    public Set<String> exportedInterfaces() {
        return plan.exports().entrySet().stream().filter(entry -> entry.getValue() instanceof InstantiationPlan.ExportedInstance)
                .map(java.util.Map.Entry::getKey).collect(Collectors.toUnmodifiableSet());
    }

    /// An exported function.
    ///
    /// @param interfaceName the interface, under its own name or that of a compatible version; null for a function that is
    ///     exported by itself
    /// @throws NoSuchElementException if there is none
    public ComponentFunction function(@Nullable String interfaceName, String name) {
        return find(interfaceName, name).orElseThrow(() -> new NoSuchElementException("the component does not export "
                + (interfaceName == null ? "" : interfaceName + "#") + name));
    }

    /// An exported function, if there is one; see [#function].
    public Optional<ComponentFunction> find(@Nullable String interfaceName, String name) {
        InstantiationPlan.Export export = interfaceName == null ? plan.exports().get(name) : functionOf(interfaceName, name);
        return export instanceof InstantiationPlan.ExportedFunction function
                ? Optional.of(new ComponentFunction(this, function))
                : Optional.empty();
    }

    private InstantiationPlan.@Nullable Export functionOf(String interfaceName, String name) {
        InstantiationPlan.Export export = plan.exports().get(interfaceName);
        if (export == null) {
            String key = Names.linkKey(interfaceName);
            export = plan.exports().entrySet().stream().filter(entry -> Names.linkKey(entry.getKey()).equals(key))
                    .map(java.util.Map.Entry::getValue).findFirst().orElse(null);
        }
        return export instanceof InstantiationPlan.ExportedInstance instance ? instance.functions().get(name) : null;
    }

    /// What the memories of all core instances hold of the Java heap now, in bytes, as far as they are exported within the component.
    public long memoryBytes() {
        long sum = 0;
        for (CoreMemory memory : memories) {
            sum += memory.heldBytes();
        }
        return sum;
    }

    /// Gives up the memory that the instance need not keep while its guest waits in a host function: what equals the
    /// initial image. Called by any thread while the instance's own one waits, and only for an instance that is
    /// [#resettable]. Everything else about the instance stays as it is.
    ///
    /// @return the bytes that its memories still hold; negative if they cannot be set aside
    public long setAside() {
        if (!resettable()) {
            return -1;
        }
        long kept = 0;
        for (CoreMemory memory : memories) {
            kept += memory.setAside();
        }
        return kept;
    }

    /// Undoes [#setAside]; before that the guest must not go on, and nobody may look into its memories.
    public void bringBack() {
        for (CoreMemory memory : memories) {
            memory.bringBack();
        }
    }

    /// Whether the instance can be put back: it made no host call during instantiation, has not trapped and is not closed.
    public boolean resettable() {
        return image != null && !closed && !store.dead();
    }

    /// Puts memories, globals, tables, handles and all other state back to what they were after instantiation. Host
    /// resources that the guest still owned are released.
    ///
    /// @throws IllegalStateException if the instance is not [#resettable]
    public void reset() {
        Snapshot present = image;
        if (present == null || !resettable()) {
            throw new IllegalStateException("this instance cannot be reset");
        }
        instantiation.tree().clear();
        present.restore();
    }

    /// Releases the host resources that the guest still owns, dead or not. The instance cannot be used any more.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            instantiation.tree().clear();
        }
    }

    Instantiation live() {
        if (closed) {
            throw new IllegalStateException("the instance is closed");
        }
        return instantiation;
    }
}
