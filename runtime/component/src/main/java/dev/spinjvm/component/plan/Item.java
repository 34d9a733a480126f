package dev.spinjvm.component.plan;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.TypeExpr;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.engine.CoreModule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An element of an index space while a plan is made. Component-level things are known entirely; what exists only in an
/// instance is a reference to a slot.
sealed interface Item {

    /// A core function, table, memory, global or tag.
    record CoreItem(CoreRef ref) implements Item {}

    /// A core type: planning only counts them.
    enum CoreTypeItem implements Item {
        INSTANCE
    }

    record ModuleItem(CoreModule module) implements Item {}

    record CoreInstanceItem(Map<String, CoreRef> exports) implements Item {}

    /// A component with the scope in which it was written.
    record ComponentItem(ComponentBinary binary, @Nullable Scope outer) implements Item {}

    record InstanceItem(Map<String, Item> exports) implements Item {}

    /// A component function.
    sealed interface FuncItem extends Item {
        FuncType type();
    }

    /// A function lifted in one of the instances.
    record LiftedItem(int slot, FuncType type) implements FuncItem {}

    /// @param name for messages
    record HostItem(FuncType type, HostFunction body, String name) implements FuncItem {}

    /// A type.
    sealed interface TypeItem extends Item {}

    record ValueTypeItem(ValType type) implements TypeItem {}

    record FuncTypeItem(FuncType type) implements TypeItem {}

    record ResourceTypeItem(ResourceType type) implements TypeItem {}

    /// A component or instance type, evaluated where the host gives a thing of that type.
    record DeclaredTypeItem(TypeExpr type, Scope scope) implements TypeItem {}
}
