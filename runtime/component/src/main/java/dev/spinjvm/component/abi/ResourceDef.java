package dev.spinjvm.component.abi;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.types.ResourceType;
import org.jspecify.annotations.Nullable;

/// Where a resource type is implemented.
public sealed interface ResourceDef {

    ResourceType type();

    /// Implemented by the host: representations are Java objects.
    record Host(ResourceType type, HostInterface.@Nullable Destructor destructor) implements ResourceDef {}

    /// Implemented by a component instance: representations are i32 values.
    ///
    /// @param index number of the definition within the instance tree
    /// @param instance number of the defining instance within the tree
    record Guest(ResourceType type, int index, int instance) implements ResourceDef {}
}
