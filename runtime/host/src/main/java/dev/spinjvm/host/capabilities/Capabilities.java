package dev.spinjvm.host.capabilities;

import java.util.List;
import java.util.Map;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.loader.InheritConfiguration;

/// Filters what a host offers by the configuration that a dependency inherits. An interface of a capability that is not
/// inherited stays, with the same types, but each of its functions answers that it is denied, or traps where no answer says
/// so. Thread-safe.
public final class Capabilities {
    private Capabilities() {}

    /// The interfaces as a dependency sees them.
    public static List<HostInterface> filter(List<HostInterface> interfaces, InheritConfiguration inherited) {
        return interfaces.stream().map(definition -> isDenied(definition.name(), inherited) ? denied(definition) : definition).toList();
    }

    /// Whether a dependency may not use an interface. Those that belong to no capability are for everyone.
    public static boolean isDenied(String interfaceName, InheritConfiguration inherited) {
        return switch (inherited) {
            case InheritConfiguration.All() -> false;
            case InheritConfiguration.Some(var keys) ->
                CapabilitySet.of(interfaceName).filter(set -> !keys.contains(set.key())).isPresent();
        };
    }

    private static HostInterface denied(HostInterface definition) {
        HostInterface.Builder builder = HostInterface.builder(definition.name());
        for (Map.Entry<String, HostInterface.Definition> entry : definition.definitions().entrySet()) {
            switch (entry.getValue()) {
                case HostInterface.Resource(var type, var destructor) -> builder.resource(entry.getKey(), type, destructor);
                case HostInterface.Function(var type, _) -> {
                    HostFunction denial = Denials.of(definition.name(), entry.getKey(), type);
                    builder.function(entry.getKey(), type, denial);
                }
            }
        }
        return builder.build();
    }
}
