package dev.spinjvm.engine;

import dev.spinjvm.engine.ModuleBinary.Section;
import org.jspecify.annotations.Nullable;

/// Looks up function names in the name section (core specification, appendix "Name Section").
final class FunctionNames {

    private static final int FUNCTION_NAMES = 1;

    private FunctionNames() {}

    /// The name of function `index`, or null if the module tells none. A malformed section tells none.
    static @Nullable String find(ModuleBinary binary, int index) {
        for (Section section : binary.sections()) {
            if (section.id() == ModuleBinary.CUSTOM_SECTION) {
                ByteReader reader = new ByteReader(binary.bytes(), section.start(), section.end());
                try {
                    if (reader.name().equals("name")) {
                        return find(reader, index);
                    }
                } catch (InvalidModuleException e) {
                    return null;
                }
            }
        }
        return null;
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
