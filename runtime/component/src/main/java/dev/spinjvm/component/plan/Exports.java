package dev.spinjvm.component.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Selects what the embedder can call from the exports of a root component.
final class Exports {

    private Exports() {}

    static Map<String, InstantiationPlan.Export> callable(Map<String, Item> exports) {
        Map<String, InstantiationPlan.Export> callable = new LinkedHashMap<>();
        exports.forEach((name, item) -> {
            InstantiationPlan.Export export = item instanceof Item.InstanceItem instance ? instance(instance) : function(item);
            if (export != null) {
                callable.put(name, export);
            }
        });
        return callable;
    }

    private static InstantiationPlan.ExportedInstance instance(Item.InstanceItem instance) {
        Map<String, InstantiationPlan.ExportedFunction> functions = new LinkedHashMap<>();
        instance.exports().forEach((name, item) -> {
            InstantiationPlan.ExportedFunction function = function(item);
            if (function != null) {
                functions.put(name, function);
            }
        });
        return new InstantiationPlan.ExportedInstance(functions);
    }

    private static InstantiationPlan.@Nullable ExportedFunction function(Item item) {
        return switch (item) {
            case Item.LiftedItem(var slot, var type) -> new InstantiationPlan.GuestFunction(slot, type);
            case Item.HostItem(var type, var body, _) -> new InstantiationPlan.PassedFunction(body, type);
            default -> null;
        };
    }
}
