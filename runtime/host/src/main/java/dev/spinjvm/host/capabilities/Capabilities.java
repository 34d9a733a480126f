package dev.spinjvm.host.capabilities;

import java.util.List;
import java.util.Map;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.compose.Denial;
import dev.spinjvm.component.compose.Restriction;
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

    /// The same rules, for a dependency that becomes part of a composed component.
    public static Restriction restriction(InheritConfiguration inherited) {
        return new Restriction() {
            @Override
            public boolean denies(String interfaceName) {
                return isDenied(interfaceName, inherited);
            }

            @Override
            public Denial answer(String interfaceName, String function) {
                return Denials.of(interfaceName, function);
            }
        };
    }

    private static HostInterface denied(HostInterface definition) {
        HostInterface.Builder builder = HostInterface.builder(definition.name());
        for (Map.Entry<String, HostInterface.Definition> entry : definition.definitions().entrySet()) {
            switch (entry.getValue()) {
                case HostInterface.Resource(var type, var destructor) -> builder.resource(entry.getKey(), type, destructor);
                case HostInterface.Function(var type, _) -> builder.function(entry.getKey(), type,
                        DeniedFunction.of(definition.name() + "#" + entry.getKey(), type, Denials.of(definition.name(), entry.getKey())));
            }
        }
        return builder.build();
    }
}
