package dev.spinjvm.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Numbers function types across the modules of an engine, so that two modules agree on what a type is.
final class TypeIds {

    private final AtomicInteger next = new AtomicInteger();
    private final Map<FuncType, Integer> ids = new ConcurrentHashMap<>();

    /// The ids of a module's types by type index.
    int[] of(List<FuncType> types) {
        int[] out = new int[types.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = ids.computeIfAbsent(types.get(i), _ -> next.getAndIncrement());
        }
        return out;
    }
}
