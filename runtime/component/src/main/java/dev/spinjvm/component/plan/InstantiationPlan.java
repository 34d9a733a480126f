package dev.spinjvm.component.plan;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.abi.StoreState;
import dev.spinjvm.component.types.FuncType;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// How to make instances of one component linked to one host. Immutable and thread-safe.
///
/// @param steps what to do, in order
/// @param paths for each component instance its own number and those of its ancestors
/// @param resources number of resource types that the component defines
/// @param coreInstances number of core instances
/// @param madeFunctions number of core functions made by canonical definitions
/// @param liftedFunctions number of lifted functions
/// @param exports the exports of the root that can be called
public record InstantiationPlan(List<Step> steps, int[][] paths, int resources, int coreInstances, int madeFunctions,
        int liftedFunctions, Map<String, Export> exports) {

    public InstantiationPlan {
        steps = List.copyOf(steps);
        exports = Collections.unmodifiableMap(exports);
    }

    /// Makes an instance.
    public Instantiation run(StoreState store) {
        Instantiation target = new Instantiation(this, store);
        for (Step step : steps) {
            step.run(target);
        }
        return target;
    }

    /// An export of the root.
    public sealed interface Export {}

    /// An exported instance; its functions by name.
    public record ExportedInstance(Map<String, ExportedFunction> functions) implements Export {
        public ExportedInstance {
            functions = Collections.unmodifiableMap(functions);
        }
    }

    /// An exported function.
    public sealed interface ExportedFunction extends Export {
        FuncType type();
    }

    /// A function of a guest, by the slot of the instance.
    public record GuestFunction(int slot, FuncType type) implements ExportedFunction {}

    /// A function that the component only passes on from the host.
    public record PassedFunction(HostFunction body, FuncType type) implements ExportedFunction {}
}
