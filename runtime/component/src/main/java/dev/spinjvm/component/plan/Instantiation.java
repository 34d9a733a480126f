package dev.spinjvm.component.plan;

import dev.spinjvm.component.abi.LiftedFunction;
import dev.spinjvm.component.abi.StoreState;
import dev.spinjvm.component.abi.TreeState;
import dev.spinjvm.engine.CoreFunction;
import dev.spinjvm.engine.CoreInstance;
import dev.spinjvm.engine.Extern;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The slots of one instance, filled by the steps of its plan.
public final class Instantiation {
    private final TreeState tree;
    private final @Nullable CoreInstance[] cores;
    private final @Nullable CoreFunction[] made;
    private final @Nullable LiftedFunction[] lifted;

    Instantiation(InstantiationPlan plan, StoreState store) {
        this.tree = new TreeState(store, plan.paths(), plan.resources());
        this.cores = new CoreInstance[plan.coreInstances()];
        this.made = new CoreFunction[plan.madeFunctions()];
        this.lifted = new LiftedFunction[plan.liftedFunctions()];
    }

    /// The state of the component instances.
    public TreeState tree() {
        return tree;
    }

    /// The core instances in the order in which they were made.
    public List<CoreInstance> cores() {
        return List.of(cores);
    }

    /// A lifted function by its slot.
    public LiftedFunction lifted(int slot) {
        return filled(lifted[slot]);
    }

    void lifted(int slot, LiftedFunction function) {
        lifted[slot] = function;
    }

    void made(int slot, CoreFunction function) {
        made[slot] = function;
    }

    void core(int slot, CoreInstance instance) {
        cores[slot] = instance;
    }

    Extern extern(CoreRef ref) {
        return switch (ref) {
            case CoreRef.Export(var instance, var name) -> filled(filled(cores[instance]).export(name));
            case CoreRef.Made(var slot) -> filled(made[slot]);
        };
    }

    private static <T> T filled(@Nullable T slot) {
        return Objects.requireNonNull(slot, "a plan uses a slot before it is filled");
    }
}
