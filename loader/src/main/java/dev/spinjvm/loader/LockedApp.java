package dev.spinjvm.loader;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.spinjvm.oci.StrictJson;

/// A fully resolved application: what a trigger runs, what `spin.lock` holds and what a registry stores.
///
/// Immutable. Written as version 0 where nothing needs to be understood beyond it, else as version 1; both are read. Unknown fields are
/// ignored on read, unknown entries of `must_understand` and required host requirements are refused.
///
/// @param mustUnderstand `host_requirements` and/or `component_host_requirements`
/// @param metadata JSON values of the JDK
/// @param hostRequirements features the host must have, by name; optional ones are left out on read
public record LockedApp(List<String> mustUnderstand, Map<String, Object> metadata, Map<String, Object> hostRequirements,
        Map<String, LockedVariable> variables, List<LockedTrigger> triggers, List<LockedComponent> components) {
    /// Requests from one component to another inside the process.
    public static final String LOCAL_SERVICE_CHAINING = "local_service_chaining";
    /// Components put in front of a trigger's component.
    public static final String MIDDLEWARE = "middleware";

    public LockedApp {
        mustUnderstand = List.copyOf(mustUnderstand);
        metadata = sorted(metadata);
        hostRequirements = sorted(hostRequirements);
        variables = sorted(variables);
        triggers = List.copyOf(triggers);
        components = List.copyOf(components);
    }

    /// An unmodifiable copy in the order of the keys.
    static <T> Map<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    /// Reads the JSON form.
    ///
    /// @throws LoadException if the text is no locked application or one this version cannot honour
    public static LockedApp fromJson(byte[] json) {
        return LockedAppReader.read(json);
    }

    /// The JSON form, indented by two spaces, maps sorted: equal applications give equal bytes.
    public byte[] toJson() {
        return Json.pretty(LockedAppWriter.toTree(this)).getBytes(StandardCharsets.UTF_8);
    }

    /// The JSON form without white space, as registries store it.
    byte[] toCompactJson() {
        return StrictJson.compact(LockedAppWriter.toTree(this));
    }

    /// The application with other metadata and components.
    LockedApp with(Map<String, Object> newMetadata, List<LockedComponent> newComponents) {
        return new LockedApp(mustUnderstand, newMetadata, hostRequirements, variables, triggers, newComponents);
    }

    /// Writes the JSON form to a file, which appears complete or not at all.
    public void writeTo(Path file) {
        AtomicFiles.write(file, toJson());
    }

    /// The application's name, empty if the metadata has none.
    public String name() {
        return Metadata.text(metadata, "name").orElse("");
    }

    /// Where the application came from: a `file:` URL or `vnd.fermyon.origin-oci:` and a reference.
    public Optional<String> origin() {
        return Metadata.text(metadata, "origin");
    }

    /// The trigger types in use, sorted.
    public Set<String> triggerTypes() {
        return triggers.stream().map(LockedTrigger::type).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The triggers of one type, in order.
    public List<LockedTrigger> triggers(String type) {
        return triggers.stream().filter(trigger -> trigger.type().equals(type)).toList();
    }

    /// The application-wide configuration of a trigger type; empty if there is none.
    public Map<String, Object> triggerSettings(String type) {
        if (metadata.get("triggers") instanceof Map<?, ?> all && all.get(type) instanceof Map<?, ?> settings) {
            return LockedAppReader.stringKeyed(settings);
        }
        return Map.of();
    }

    public Optional<LockedComponent> component(String id) {
        return components.stream().filter(component -> component.id().equals(id)).findFirst();
    }

    /// The ids of all components, in order.
    public List<String> componentIds() {
        return components.stream().map(LockedComponent::id).toList();
    }

    /// The host requirements of the application and of the components that triggers of `triggerType` start, without the `supported` ones.
    /// A trigger refuses an application for which this is not empty.
    public Set<String> unmetRequirements(String triggerType, Collection<String> supported) {
        var unmet = new LinkedHashSet<>(hostRequirements.keySet());
        var started = new HashSet<String>();
        triggers(triggerType).forEach(trigger -> trigger.component().ifPresent(started::add));
        components.stream().filter(component -> started.contains(component.id()))
                .forEach(component -> unmet.addAll(component.hostRequirements().keySet()));
        unmet.removeAll(Set.copyOf(supported));
        return unmet;
    }

    /// The application with variables added to the environment of every component; they replace those of the same name.
    public LockedApp withEnvironment(Map<String, String> added) {
        if (added.isEmpty()) {
            return this;
        }
        List<LockedComponent> changed = components.stream().map(component -> component.withEnvironment(added)).toList();
        return new LockedApp(mustUnderstand, metadata, hostRequirements, variables, triggers, changed);
    }

    /// The application with only some components and the triggers that start them.
    ///
    /// @throws LoadException if one does not exist, or may call a component that is left out
    public LockedApp withOnly(Collection<String> ids) {
        return ComponentSelection.select(this, ids);
    }
}
