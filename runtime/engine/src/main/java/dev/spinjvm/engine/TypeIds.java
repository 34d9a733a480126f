package dev.spinjvm.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import run.endive.wasm.types.TypeSection;

/// Numbers function types across the modules of an engine, so that two modules agree on what a type is.
final class TypeIds {

    private static final int NO_FUNCTION = -1;

    private final AtomicInteger next = new AtomicInteger();
    private final Map<FuncType, Integer> ids = new ConcurrentHashMap<>();

    /// The ids of a module's types by type index.
    int[] of(TypeSection section, Types types) {
        int[] out = new int[section.subTypeCount()];
        for (int i = 0; i < out.length; i++) {
            out[i] = section.getSubType(i).compType().funcType() == null ? NO_FUNCTION : id(types.function(i));
        }
        return out;
    }

    private int id(FuncType type) {
        return ids.computeIfAbsent(type, _ -> next.getAndIncrement());
    }
}
