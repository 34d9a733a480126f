package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.FuncType;
import java.util.Arrays;
import java.util.List;

/// Which functions of a module can be called from outside, and what type each function has. Immutable; shared by the
/// module's instances.
public final class ModuleFunctions {

    private final int[] entries;
    private final int[] types;
    private final int[] typeIds;
    private final List<FuncType> funcTypes;

    /// @param entries the index of each function that can be called from outside, see `CompiledModule`
    /// @param types the type index of each function
    /// @param typeIds the engine-wide number of each function type
    /// @param funcTypes the function types
    public ModuleFunctions(int[] entries, int[] types, int[] typeIds, List<FuncType> funcTypes) {
        this.entries = new int[types.length];
        Arrays.fill(this.entries, -1);
        for (int i = 0; i < entries.length; i++) {
            this.entries[entries[i]] = i;
        }
        this.types = types;
        this.typeIds = typeIds;
        this.funcTypes = funcTypes;
    }

    /// How many functions there are, imported ones included.
    int count() {
        return types.length;
    }

    int entry(int function) {
        int entry = entries[function];
        if (entry < 0) {
            throw new IllegalStateException("function " + function + " cannot be called from outside");
        }
        return entry;
    }

    int typeId(int function) {
        return typeIds[types[function]];
    }

    FuncType type(int function) {
        return funcTypes.get(types[function]);
    }
}
