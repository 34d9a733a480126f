package dev.spinjvm.component.plan;

import dev.spinjvm.component.binary.Sort;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The index spaces of one component instance, or of one component or instance type (Explainer.md, "Index Spaces").
final class Scope {
    /// The scope that `alias outer` sees one level up.
    final @Nullable Scope outer;
    /// Number of the component instance, or -1 for the scope of a type.
    final int instance;
    private final Map<Sort, List<Item>> spaces = new EnumMap<>(Sort.class);

    Scope(@Nullable Scope outer, int instance) {
        this.outer = outer;
        this.instance = instance;
    }

    void add(Sort sort, Item item) {
        spaces.computeIfAbsent(sort, _ -> new ArrayList<>()).add(item);
    }

    Item get(Sort sort, int index) {
        List<Item> space = spaces.getOrDefault(sort, List.of());
        if (Integer.compareUnsigned(index, space.size()) >= 0) {
            throw new IllegalStateException("unknown " + sort + " " + Integer.toUnsignedString(index));
        }
        return space.get(index);
    }

    <T extends Item> T get(Sort sort, int index, Class<T> kind) {
        return kind.cast(get(sort, index));
    }

    /// The scope `count` levels out.
    Scope outward(int count) {
        Scope scope = this;
        for (int i = 0; i < count; i++) {
            if (scope.outer == null) {
                throw new IllegalStateException("outer alias leaves the component");
            }
            scope = scope.outer;
        }
        return scope;
    }
}
