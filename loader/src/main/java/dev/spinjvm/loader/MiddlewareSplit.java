package dev.spinjvm.loader;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Moves the dependencies of triggers to their components, where composition looks for them.
///
/// A component that several triggers share, with dependencies on any of them, is given a copy for each trigger that has some.
final class MiddlewareSplit {
    private final List<LockedTrigger> triggers;
    private final List<LockedComponent> components;
    /// How many triggers start a component.
    private final Map<String, Integer> uses = new HashMap<>();
    private final Set<String> newIds = new HashSet<>();
    private int disambiguator;

    private MiddlewareSplit(List<LockedTrigger> triggers, List<LockedComponent> components) {
        this.triggers = triggers;
        this.components = components;
        triggers.forEach(trigger -> trigger.component().ifPresent(id -> uses.merge(id, 1, Integer::sum)));
    }

    /// Changes both lists in place.
    static void apply(List<LockedTrigger> triggers, List<LockedComponent> components) {
        new MiddlewareSplit(triggers, components).apply();
    }

    private void apply() {
        for (int i = 0; i < triggers.size(); i++) {
            LockedTrigger trigger = triggers.get(i);
            String id = trigger.component().orElse(null);
            if (id != null && hasDependencies(trigger)) {
                triggers.set(i, moved(trigger, id));
            }
        }
    }

    private static boolean hasDependencies(LockedTrigger trigger) {
        return trigger.dependencies().values().stream().anyMatch(dependencies -> !dependencies.isEmpty());
    }

    private LockedTrigger moved(LockedTrigger trigger, String id) {
        int index = index(id);
        if (index < 0) {
            return trigger;
        }
        boolean shared = uses.getOrDefault(id, 0) > 1;
        String newId = shared ? newId(trigger.id(), id) : id;
        LockedComponent component = components.get(index);
        var metadata = new TreeMap<>(component.metadata());
        metadata.put("resolve-trigger-dependencies-using", trigger.type());
        var requirements = new TreeMap<>(component.hostRequirements());
        if (trigger.dependencies().containsKey(LockedApp.MIDDLEWARE)) {
            requirements.put(LockedApp.MIDDLEWARE, "required");
        }
        var enriched = new LockedComponent(newId, metadata, component.source(), component.environment(), component.files(),
                component.config(), component.dependencies(), trigger.dependencies(), requirements);
        if (shared) {
            components.add(enriched);
        } else {
            components.set(index, enriched);
        }
        var config = new TreeMap<>(trigger.config());
        config.put("component", newId);
        return new LockedTrigger(trigger.id(), trigger.type(), config, Map.of());
    }

    private int index(String id) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private String newId(String triggerId, String componentId) {
        String id = componentId + "-for-" + triggerId;
        if (!newIds.add(id)) {
            disambiguator++;
            id = id + "-d" + disambiguator;
            newIds.add(id);
        }
        return id;
    }
}
