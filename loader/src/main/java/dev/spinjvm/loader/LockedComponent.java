package dev.spinjvm.loader;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A component of a locked application.
///
/// @param id unique in the application
/// @param metadata JSON values of the JDK
/// @param environment variables the guest sees; empty ones included
/// @param files what is mounted; a local application has at most one entry, a directory at `/`
/// @param config templates of the component's variables
/// @param dependencies by the name of the import they satisfy
/// @param triggerDependencies by role; moved here from the trigger
/// @param hostRequirements what the host must offer before it may run the component
public record LockedComponent(String id, Map<String, Object> metadata, ComponentSource source, Map<String, String> environment,
        List<ContentPath> files, Map<String, String> config, Map<String, LockedDependency> dependencies,
        Map<String, List<LockedDependency>> triggerDependencies, Map<String, Object> hostRequirements) {
    public LockedComponent {
        metadata = LockedApp.sorted(metadata);
        environment = LockedApp.sorted(environment);
        files = List.copyOf(files);
        config = LockedApp.sorted(config);
        dependencies = LockedApp.sorted(dependencies);
        triggerDependencies = LockedApp.sorted(triggerDependencies);
        hostRequirements = LockedApp.sorted(hostRequirements);
    }

    /// The text shown under the component's route.
    public Optional<String> description() {
        return Metadata.text(metadata, "description");
    }

    /// Patterns of the hosts the guest may call; templates not yet resolved. See [AllowedOutboundHosts#parse].
    public List<String> allowedOutboundHosts() {
        return Metadata.texts(metadata, "allowed_outbound_hosts");
    }

    /// Labels of the key-value stores the guest may open.
    public List<String> keyValueStores() {
        return Metadata.texts(metadata, "key_value_stores");
    }

    /// Labels of the SQLite databases the guest may open.
    public List<String> sqliteDatabases() {
        return Metadata.texts(metadata, "databases");
    }

    /// Names of the models the guest may use.
    public List<String> aiModels() {
        return Metadata.texts(metadata, "ai_models");
    }

    LockedComponent with(ComponentSource newSource, List<ContentPath> newFiles, Map<String, LockedDependency> newDependencies,
            Map<String, List<LockedDependency>> newTriggerDependencies) {
        return new LockedComponent(id, metadata, newSource, environment, newFiles, config, newDependencies, newTriggerDependencies,
                hostRequirements);
    }

    /// The component with all that it depends on inside its source.
    LockedComponent composed(ComponentSource whole) {
        var requirements = new TreeMap<>(hostRequirements);
        requirements.remove(LockedApp.MIDDLEWARE);
        return new LockedComponent(id, metadata, whole, environment, files, config, Map.of(), Map.of(), requirements);
    }

    LockedComponent withEnvironment(Map<String, String> added) {
        var merged = new TreeMap<>(environment);
        merged.putAll(added);
        return new LockedComponent(id, metadata, source, merged, files, config, dependencies, triggerDependencies, hostRequirements);
    }
}
