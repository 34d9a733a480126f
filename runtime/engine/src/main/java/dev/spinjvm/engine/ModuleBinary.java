package dev.spinjvm.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What is read from a module's bytes before the engine's parser sees them.
///
/// Imports get unique names (their index), because the parser refuses an import without any name and the
/// instantiation finds imports by name, so that two imports of one name could not be told apart. Limits
/// are kept here because the parser forgets whether a maximum was declared.
///
/// @param renamed the module with unique import names
/// @param imports the imports with their own names
/// @param tables limits of the tables defined by the module
/// @param memories limits of the memories defined by the module
record ModuleBinary(byte[] renamed, List<Import> imports, List<Bounds> tables, List<Bounds> memories) {

    /// The module name that all renamed imports share.
    static final String IMPORT_MODULE = "i";

    private static final int IMPORT_SECTION = 2;
    private static final int TABLE_SECTION = 4;
    private static final int MEMORY_SECTION = 5;

    /// One import; bounds are present for tables and memories.
    record Import(String module, String name, Bounds bounds) {
    }

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
        List<Import> imports = new ArrayList<>();
        List<Bounds> tables = new ArrayList<>();
        List<Bounds> memories = new ArrayList<>();
        byte[] renamed = wasm;
        ByteReader reader = new ByteReader(wasm, 8, wasm.length);
        while (reader.hasMore()) {
            int sectionStart = reader.position();
            int id = reader.u8();
            int size = reader.u32();
            int start = reader.position();
            reader.skip(size);
            ByteReader section = new ByteReader(wasm, start, start + size);
            switch (id) {
                case IMPORT_SECTION -> {
                    if (!imports.isEmpty()) {
                        throw new InvalidModuleException("unexpected content after last section: second import section");
                    }
                    byte[] content = readImports(wasm, section, imports);
                    renamed = splice(wasm, sectionStart, start + size, id, content);
                }
                case TABLE_SECTION -> readTables(section, tables);
                case MEMORY_SECTION -> {
                    int count = section.u32();
                    for (int i = 0; i < count; i++) {
                        memories.add(readMemory(section));
                    }
                }
                default -> {
                }
            }
        }
        return new ModuleBinary(renamed, List.copyOf(imports), List.copyOf(tables), List.copyOf(memories));
    }

    private static byte[] readImports(byte[] wasm, ByteReader section, List<Import> imports) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = section.u32();
        writeU32(out, count);
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
            imports.add(new Import(module, name, bounds));
            writeName(out, IMPORT_MODULE);
            writeName(out, Integer.toString(i));
            out.write(wasm, start, section.position() - start);
        }
        if (section.hasMore()) {
            throw new InvalidModuleException("section size mismatch: import section");
        }
        return out.toByteArray();
    }

    private static void readTables(ByteReader section, List<Bounds> tables) {
        int count = section.u32();
        for (int i = 0; i < count; i++) {
            boolean initialised = false;
            int first = section.u8();
            if (first == 0x40) {
                section.u8();
                initialised = true;
                skipValueType(section);
            } else {
                skipValueType(section, first);
            }
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

    private static byte[] splice(byte[] wasm, int from, int to, int id, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(wasm.length + content.length);
        out.write(wasm, 0, from);
        out.write(id);
        writeU32(out, content.length);
        out.write(content, 0, content.length);
        out.write(wasm, to, wasm.length - to);
        return out.toByteArray();
    }

    static void writeU32(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static void writeName(ByteArrayOutputStream out, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        writeU32(out, utf8.length);
        out.write(utf8, 0, utf8.length);
    }
}
