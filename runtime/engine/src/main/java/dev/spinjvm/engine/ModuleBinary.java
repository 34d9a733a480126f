package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What is read from a module's bytes before the engine's parser sees them.
///
/// Limits are kept here because the parser forgets whether a maximum was declared.
///
/// @param bytes the whole module
/// @param sections the sections in their order, custom ones included
/// @param imports the imports
/// @param tables limits of the tables defined by the module
/// @param memories limits of the memories defined by the module
record ModuleBinary(byte[] bytes, List<Section> sections, List<Import> imports, List<Bounds> tables,
        List<Bounds> memories) {

    static final int CUSTOM_SECTION = 0;
    static final int IMPORT_SECTION = 2;
    static final int TABLE_SECTION = 4;
    static final int MEMORY_SECTION = 5;
    static final int CODE_SECTION = 10;
    static final int DATA_SECTION = 11;
    static final int DATA_COUNT_SECTION = 12;

    /// What parsers limit the locals of one function to.
    private static final int MAX_LOCALS = 50_000;

    /// One section: its contents lie from `start` to `end`.
    record Section(int id, int start, int end) {}

    /// One import; its type's encoding lies from `typeStart` to `typeEnd`. Bounds are those of tables and memories.
    record Import(String module, String name, Bounds bounds, int typeStart, int typeEnd) {}

    /// Limits with their flags.
    record Bounds(Limits limits, boolean shared, boolean index64) {

        static final Bounds NONE = new Bounds(new Limits(0, OptionalLong.empty()), false, false);
    }

    /// @throws InvalidModuleException if the sections cannot be told apart
    static ModuleBinary read(byte[] wasm) {
        if (wasm.length < 8 || wasm[0] != 0 || wasm[1] != 'a' || wasm[2] != 's' || wasm[3] != 'm') {
            throw new InvalidModuleException("magic header not detected: this is no WebAssembly binary");
        }
        if (wasm[4] != 1 || wasm[5] != 0 || wasm[6] != 0 || wasm[7] != 0) {
            throw new InvalidModuleException("unknown binary version: this is no core module");
        }
        List<Section> sections = new ArrayList<>();
        List<Import> imports = new ArrayList<>();
        List<Bounds> tables = new ArrayList<>();
        List<Bounds> memories = new ArrayList<>();
        ByteReader reader = new ByteReader(wasm, 8, wasm.length);
        while (reader.hasMore()) {
            int id = reader.u8();
            int size = reader.u32();
            int start = reader.position();
            reader.skip(size);
            sections.add(new Section(id, start, start + size));
            ByteReader section = new ByteReader(wasm, start, start + size);
            switch (id) {
                case CUSTOM_SECTION -> section.name();
                case IMPORT_SECTION -> readImports(section, imports);
                case TABLE_SECTION -> readTables(section, tables);
                case MEMORY_SECTION -> {
                    int count = section.u32();
                    for (int i = 0; i < count; i++) {
                        memories.add(readMemory(section));
                    }
                }
                case CODE_SECTION -> checkLocals(section);
                default -> {
                }
            }
        }
        return new ModuleBinary(wasm, List.copyOf(sections), List.copyOf(imports), List.copyOf(tables),
                List.copyOf(memories));
    }

    private static void readImports(ByteReader section, List<Import> imports) {
        int count = section.u32();
        for (int i = 0; i < count; i++) {
            String module = section.name();
            String name = section.name();
            int start = section.position();
            int kind = section.u8();
            Bounds bounds = Bounds.NONE;
            switch (kind) {
                case 0 -> section.u32();
                case 1 -> {
                    skipValueType(section);
                    bounds = readTableLimits(section);
                }
                case 2 -> bounds = readMemory(section);
                case 3 -> {
                    skipValueType(section);
                    section.u8();
                }
                case 4 -> {
                    section.u8();
                    section.u32();
                }
                default -> throw new InvalidModuleException("malformed import kind " + kind + " at offset " + start);
            }
            imports.add(new Import(module, name, bounds, start, section.position()));
        }
        if (section.hasMore()) {
            throw new InvalidModuleException("section size mismatch: import section");
        }
    }

    /// A few bytes can declare billions of locals, for which the parser would make room.
    private static void checkLocals(ByteReader section) {
        int count = section.u32();
        for (int i = 0; i < count; i++) {
            int size = section.u32();
            int end = section.position() + size;
            int groups = section.u32();
            long locals = 0;
            for (int g = 0; g < groups; g++) {
                locals += section.unsigned(5);
                if (locals > MAX_LOCALS) {
                    throw new InvalidModuleException("too many locals: function body " + i);
                }
                skipValueType(section);
            }
            if (section.position() > end) {
                throw new InvalidModuleException("unexpected end: function body " + i);
            }
            section.skip(end - section.position());
        }
    }

    private static void readTables(ByteReader section, List<Bounds> tables) {
        int count = section.u32();
        for (int i = 0; i < count; i++) {
            int first = section.u8();
            boolean initialised = first == 0x40;
            if (initialised) {
                section.u8();
                first = section.u8();
            }
            skipValueType(section, first);
            tables.add(readTableLimits(section));
            if (initialised) {
                ConstantExpression.skip(section);
            }
        }
    }

    private static Bounds readTableLimits(ByteReader reader) {
        Bounds bounds = readLimits(reader);
        if (bounds.index64()) {
            throw new InvalidModuleException("unsupported feature memory64: a table with 64-bit indices");
        }
        return bounds;
    }

    private static Bounds readMemory(ByteReader reader) {
        Bounds bounds = readLimits(reader);
        if (bounds.index64()) {
            throw new InvalidModuleException("unsupported feature memory64: a memory with 64-bit addresses");
        }
        return bounds;
    }

    private static Bounds readLimits(ByteReader reader) {
        int flags = reader.u8();
        if ((flags & 8) != 0 && flags < 16) {
            throw new InvalidModuleException("unsupported feature custom-page-sizes: a memory with its own page size");
        }
        if (flags > 7) {
            throw new InvalidModuleException("malformed limits flags before offset " + reader.position());
        }
        boolean index64 = (flags & 4) != 0;
        long min = reader.unsigned(index64 ? 10 : 5);
        OptionalLong max = (flags & 1) != 0
                ? OptionalLong.of(reader.unsigned(index64 ? 10 : 5))
                : OptionalLong.empty();
        return new Bounds(new Limits(min, max), (flags & 2) != 0, index64);
    }

    private static void skipValueType(ByteReader reader) {
        skipValueType(reader, reader.u8());
    }

    private static void skipValueType(ByteReader reader, int first) {
        if (first == 0x63 || first == 0x64) {
            reader.skipLeb();
        }
    }

    /// The same without the bytes, which are needed for compilation only.
    ModuleBinary declarations() {
        return new ModuleBinary(new byte[0], List.of(), imports, tables, memories);
    }

    /// Positions in the code section of the bodies with more than `size` bytes.
    Set<Integer> bodiesLargerThan(int size) {
        Set<Integer> out = new HashSet<>();
        for (Section section : sections) {
            if (section.id() == CODE_SECTION) {
                ByteReader reader = new ByteReader(bytes, section.start(), section.end());
                int count = reader.u32();
                for (int i = 0; i < count; i++) {
                    int length = reader.u32();
                    if (length > size) {
                        out.add(i);
                    }
                    reader.skip(length);
                }
            }
        }
        return out;
    }
}
