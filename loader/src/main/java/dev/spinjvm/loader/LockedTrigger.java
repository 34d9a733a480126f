package dev.spinjvm.loader;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A trigger of a locked application.
///
/// @param id unique in the application
/// @param type the trigger type, such as `http`
/// @param config the keys of the manifest's table as JSON values of the JDK (`String`, `Boolean`, `Long`, `BigInteger`, `Double`, `List`,
///        `Map`), with `component` filled in
/// @param dependencies by role, such as `middleware`
public record LockedTrigger(String id, String type, Map<String, Object> config, Map<String, List<LockedDependency>> dependencies) {
    public LockedTrigger {
        config = LockedApp.sorted(config);
        dependencies = LockedApp.sorted(dependencies);
    }

    /// The component that the trigger starts, if it starts one.
    public Optional<String> component() {
        return Optional.ofNullable(config.get("component")).filter(String.class::isInstance).map(String.class::cast);
    }
}
