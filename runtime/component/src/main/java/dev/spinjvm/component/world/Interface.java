package dev.spinjvm.component.world;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An interface that a component imports or exports. Immutable once its world has been read.
public final class Interface implements WorldItem {
    private String name;
    private final Map<String, WorldItem> items = new LinkedHashMap<>();
    private final Map<WitType, WitType.Named> names = new IdentityHashMap<>();

    Interface(String name) {
        this.name = name;
    }

    /// The full name with its version, or a plain name.
    public String name() {
        return name;
    }

    /// Types and functions by component-model name (`[method]input-stream.read`), in the order of the component.
    public Map<String, WorldItem> items() {
        return Collections.unmodifiableMap(items);
    }

    /// The name that this interface gives a type, or null if it gives none.
    public WitType.@Nullable Named nameOf(WitType type) {
        return names.get(type);
    }

    void rename(String newName) {
        name = newName;
    }

    void add(String item, WorldItem value) {
        items.put(item, value);
        if (value instanceof TypeItem(WitType.Named named)) {
            // Whoever means the type by what it was called before, or before it had a name, means this name here.
            WitType type = named;
            names.put(type, named);
            while (type instanceof WitType.Named outer) {
                type = outer.target();
                names.putIfAbsent(type, named);
            }
        }
    }

    /// The same things under another name.
    Interface copy(String newName) {
        Interface copy = new Interface(newName);
        items.forEach((item, value) -> copy.add(item,
                value instanceof TypeItem(WitType.Named named) ? new TypeItem(new WitType.Named(copy, item, named)) : value));
        return copy;
    }
}
