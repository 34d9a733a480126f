package dev.spinjvm.loader.targets;

import java.util.List;

/// What an environment offers to the components of one kind of trigger.
///
/// @param worlds a component must fit one of them
/// @param capabilities what the host can do beside serving imports, such as `local_service_chaining`
public record TriggerEnvironment(List<WorldRef> worlds, List<String> capabilities) {
    public TriggerEnvironment {
        worlds = List.copyOf(worlds);
        capabilities = List.copyOf(capabilities);
    }
}
