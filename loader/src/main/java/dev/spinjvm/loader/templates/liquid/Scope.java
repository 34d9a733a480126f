package dev.spinjvm.loader.templates.liquid;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The variables that are visible at one place. Not thread-safe.
final class Scope {
    /// A partial that includes itself would never end.
    private static final int MAX_DEPTH = 50;

    private final @Nullable Scope outer;
    private final Map<String, Value> values;
    private final Map<String, Long> counters;
    private final int depth;

    Scope(Map<String, Value> values) {
        this(null, values, new HashMap<>(), 0);
    }

    private Scope(@Nullable Scope outer, Map<String, Value> values, Map<String, Long> counters, int depth) {
        if (depth > MAX_DEPTH) {
            throw new LiquidException("partials are nested more than " + MAX_DEPTH + " deep");
        }
        this.outer = outer;
        this.values = new HashMap<>(values);
        this.counters = counters;
        this.depth = depth;
    }

    /// A scope that sees this one.
    Scope inner(Map<String, Value> more) {
        return new Scope(this, more, counters, depth + 1);
    }

    /// A scope that sees nothing of this one.
    Scope apart(Map<String, Value> own) {
        return new Scope(null, own, new HashMap<>(), depth + 1);
    }

    @Nullable
    Value get(String name) {
        Value value = values.get(name);
        if (value == null && outer != null) {
            return outer.get(name);
        }
        Long counter = value == null ? counters.get(name) : null;
        return counter == null ? value : new Value.Whole(counter);
    }

    /// Sets a variable of this scope.
    void set(String name, Value value) {
        values.put(name, value);
    }

    /// Sets a variable of the whole template.
    void assign(String name, Value value) {
        if (outer == null) {
            values.put(name, value);
        } else {
            outer.assign(name, value);
        }
    }

    /// Adds to a counter and gives what it was before.
    long count(String name, long step) {
        long before = counters.getOrDefault(name, 0L);
        counters.put(name, before + step);
        return before;
    }
}
