package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.InvalidModuleException;
import org.jspecify.annotations.Nullable;

/// Looks up function names in the name section (core specification, appendix "Name Section").
public final class FunctionNames {

    private static final int FUNCTION_NAMES = 1;

    private FunctionNames() {}

    /// The name of function `index`, or null if the module tells none. A malformed section tells none.
    public static @Nullable String find(WasmModule module, int index) {
        ByteReader reader = new ByteReader(module.bytes(), 8, module.bytes().length);
        try {
            while (reader.hasMore()) {
                int id = reader.u8();
                int size = reader.u32();
                int start = reader.position();
                reader.skip(size);
                if (id == 0) {
                    ByteReader section = new ByteReader(module.bytes(), start, start + size);
                    if (section.name().equals("name")) {
                        return find(section, index);
                    }
                }
            }
        } catch (InvalidModuleException e) {
            return null;
        }
        return null;
    }

    /// For messages: `function 5 (name)`.
    public static String text(WasmModule module, int index) {
        String name = find(module, index);
        return "function " + index + (name == null ? "" : " (" + name + ")");
    }

    private static @Nullable String find(ByteReader reader, int index) {
        while (reader.hasMore()) {
            int id = reader.u8();
            int size = reader.u32();
            if (id != FUNCTION_NAMES) {
                reader.skip(size);
                continue;
            }
            for (int rest = reader.u32(); rest > 0; rest--) {
                int function = reader.u32();
                String name = reader.name();
                if (function == index) {
                    return name;
                }
            }
            return null;
        }
        return null;
    }
}
