package dev.spinjvm.loader.build;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.spinjvm.loader.build.BuildManifest.Part;

/// Components that others depend on come first; for the rest the order of the manifest holds.
final class BuildOrder {
    private final List<Part> parts;
    private final Set<Part> ordered = new LinkedHashSet<>();
    private final Set<Part> entered = new HashSet<>();
    private boolean circular;

    private BuildOrder(List<Part> parts) {
        this.parts = parts;
    }

    /// The components in the order to build them. Where they depend on each other in a circle, that of the manifest.
    static List<Part> of(List<Part> parts) {
        var order = new BuildOrder(parts);
        parts.forEach(order::visit);
        return order.circular ? parts : new ArrayList<>(order.ordered);
    }

    private void visit(Part part) {
        if (ordered.contains(part)) {
            return;
        }
        if (!entered.add(part)) {
            circular = true;
            return;
        }
        for (Part other : parts) {
            if (other.source().filter(part.localDependencies()::contains).isPresent()) {
                visit(other);
            }
        }
        ordered.add(part);
    }
}
