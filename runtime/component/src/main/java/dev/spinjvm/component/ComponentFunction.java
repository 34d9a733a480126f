package dev.spinjvm.component;

import dev.spinjvm.component.abi.LiftedFunction;
import dev.spinjvm.component.plan.InstantiationPlan;
import dev.spinjvm.component.types.FuncType;
import org.jspecify.annotations.Nullable;

/// A function that a component instance exports. Belongs to its instance and stays good when that is reset.
public final class ComponentFunction {
    private final ComponentInstance instance;
    private final InstantiationPlan.ExportedFunction function;

    ComponentFunction(ComponentInstance instance, InstantiationPlan.ExportedFunction function) {
        this.instance = instance;
        this.function = function;
    }

    /// The function's type.
    public FuncType type() {
        return function.type();
    }

    /// Calls the function on this thread, with values as [HostFunction] maps them.
    ///
    /// Whatever is thrown, the store is dead afterwards. Interrupting the thread ends the guest with a trap.
    ///
    /// @return the result, null if the type has none
    /// @throws dev.spinjvm.engine.TrapException if the guest traps, or the store is dead
    /// @throws IllegalArgumentException or ClassCastException if arguments do not fit the type
    /// @throws RuntimeException what a host function threw comes through unchanged
    public @Nullable Object call(@Nullable Object... arguments) {
        return switch (function) {
            case InstantiationPlan.GuestFunction(var slot, _) -> {
                LiftedFunction lifted = instance.live().lifted(slot);
                yield Guarded.<@Nullable Object>call(instance.store().runtime(), () -> lifted.callFromHost(arguments));
            }
            case InstantiationPlan.PassedFunction(var body, _) -> body.call(instance.store(), arguments);
        };
    }
}
