package dev.spinjvm.component.world;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An interface that a component imports or exports. Immutable once its world has been read.
public final class Interface implements WorldItem {
    private String name;
    private final Map<String, WorldItem> items = new LinkedHashMap<>();
    private final TypeNames names = new TypeNames();

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
        return names.of(type);
    }

    void rename(String newName) {
        name = newName;
    }

    void add(String item, WorldItem value) {
        items.put(item, value);
        if (value instanceof TypeItem(WitType.Named named)) {
            names.add(named);
        }
    }

    /// The same things under another name.
    Interface copy(String newName) {
        Interface copy = new Interface(newName);
        items.forEach((item, value) -> copy.add(item,
                value instanceof TypeItem(WitType.Named named) ? new TypeItem(new WitType.Named(copy, item, named)) : value));
        return copy;
    }

    /// An interface of its own that says the same.
    Interface duplicate(String newName) {
        Interface clone = new Interface(newName);
        items.forEach((item, value) -> {
            if (value instanceof TypeItem(WitType.Named named)) {
                WitType.Named renamed = new WitType.Named(clone, item, named.target());
                clone.add(item, new TypeItem(renamed));
                clone.names.add(named, renamed);
            } else {
                clone.add(item, value);
            }
        });
        return clone;
    }
}
