package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tomlj.MutableTomlTable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Finds triggers of a manifest of version 1 that say too little.
final class TriggerCheck implements Check {
    private static final String CHECK = "manifest-trigger";
    private static final List<String> TRIGGER = List.of("trigger");
    private static final List<String> TYPE = List.of("type");
    private static final List<String> ROUTE = List.of("route");
    private static final List<String> COMPONENT = List.of("component");

    @Override
    public List<Diagnosis> examine(Patient patient, Surroundings surroundings) {
        TomlParseResult root = patient.parse();
        if (Objects.equals(root.get(List.of("spin_manifest_version")), 2L)) {
            return List.of();
        }
        List<Diagnosis> found = new ArrayList<>();
        Object trigger = root.get(TRIGGER);
        ofApplication(trigger, found);
        boolean http = trigger instanceof TomlTable table && Objects.equals(table.get(TYPE), "http");
        if (http && root.get(COMPONENT) instanceof TomlArray components) {
            for (int i = 0; i < components.size(); i++) {
                if (components.get(i) instanceof TomlTable component) {
                    ofComponent(component, components.size() == 1, found);
                }
            }
        }
        return found;
    }

    private static void ofApplication(@Nullable Object trigger, List<Diagnosis> found) {
        if (trigger == null) {
            found.add(new Diagnosis(CHECK, "missing top-level trigger config", true, new ManifestEdit("Add default HTTP trigger config",
                    TriggerCheck::addHttp)));
            return;
        }
        String problem = null;
        if (!(trigger instanceof TomlTable table)) {
            problem = "not a table";
        } else if (table.get(TYPE) == null) {
            problem = "trigger table missing type";
        } else if (!(table.get(TYPE) instanceof String)) {
            problem = "type must be a string";
        }
        if (problem != null) {
            found.add(new Diagnosis(CHECK, "Invalid app trigger config: " + problem));
        }
    }

    private static void ofComponent(TomlTable component, boolean only, List<Diagnosis> found) {
        String id = Quoted.of(component.get(List.of("id")) instanceof String text ? text : "<missing ID>");
        Object trigger = component.get(TRIGGER);
        if (trigger == null || trigger instanceof TomlTable table && table.get(ROUTE) == null) {
            Treatment treatment = only
                    ? new ManifestEdit("Set trigger.route '/...' for component " + id, TriggerCheck::addRoute)
                    : null;
            found.add(new Diagnosis(CHECK, "HTTP component " + id + " missing trigger.route", true, treatment));
        } else if (!(trigger instanceof TomlTable table)) {
            found.add(new Diagnosis(CHECK, "Invalid trigger config for http component " + id + ": not a table"));
        } else if (!(table.get(ROUTE) instanceof String)) {
            found.add(new Diagnosis(CHECK, "Invalid trigger config for http component " + id + ": route is not a string"));
        }
    }

    private static TomlParseResult addHttp(TomlParseResult root) {
        MutableTomlTable trigger = MutableTomlTable.createInline();
        trigger.set(TYPE, "http");
        root.set(TRIGGER, trigger);
        return root;
    }

    private static TomlParseResult addRoute(TomlParseResult root) {
        if (!(root.get(COMPONENT) instanceof TomlArray components) || components.size() != 1
                || !(components.get(0) instanceof MutableTomlTable component)) {
            throw new LoadException("can only set default trigger route if there is exactly one component");
        }
        component.getOrCreateTable(TRIGGER).set(ROUTE, "/...");
        return root;
    }
}
