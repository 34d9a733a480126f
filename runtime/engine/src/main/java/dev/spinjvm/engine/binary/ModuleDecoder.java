package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.GlobalDecl;
import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.Limits;
import dev.spinjvm.engine.MemoryDecl;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.TableDecl;
import dev.spinjvm.engine.TagDecl;
import dev.spinjvm.engine.ValueType;
import dev.spinjvm.engine.binary.WasmModule.Body;
import dev.spinjvm.engine.binary.WasmModule.DataSegment;
import dev.spinjvm.engine.binary.WasmModule.ElementSegment;
import dev.spinjvm.engine.binary.WasmModule.Export;
import dev.spinjvm.engine.binary.WasmModule.Global;
import dev.spinjvm.engine.binary.WasmModule.Import;
import dev.spinjvm.engine.binary.WasmModule.Kind;
import dev.spinjvm.engine.binary.WasmModule.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Decodes core modules (core specification, "Binary Format", "Modules").
///
/// Everything but the instructions of function bodies is decoded, and all indices of types are checked; other rules
/// are those of validation. Memory taken is in proportion to the length of the binary.
public final class ModuleDecoder {

    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private static final int CUSTOM = 0;
    private static final int TYPE = 1;
    private static final int IMPORT = 2;
    private static final int FUNCTION = 3;
    private static final int TABLE = 4;
    private static final int MEMORY = 5;
    private static final int GLOBAL = 6;
    private static final int EXPORT = 7;
    private static final int START = 8;
    private static final int ELEMENT = 9;
    private static final int CODE = 10;
    private static final int DATA = 11;
    private static final int DATA_COUNT = 12;
    private static final int TAG = 13;

    private static final int SHARED = 2;
    private static final int INDEX_64 = 4;
    private static final int OWN_PAGE_SIZE = 8;

    private final byte[] wasm;
    private TypeReader types = new TypeReader(List.of());
    private final List<Import> imports = new ArrayList<>();
    private int[] functions = new int[0];
    private int importedFunctions;
    private final List<Table> tables = new ArrayList<>();
    private int importedTables;
    private final List<MemoryDecl> memories = new ArrayList<>();
    private int importedMemories;
    private final List<Global> globals = new ArrayList<>();
    private int importedGlobals;
    private final List<TagDecl> tags = new ArrayList<>();
    private int importedTags;
    private final List<Export> exports = new ArrayList<>();
    private int start = -1;
    private List<ElementSegment> elements = List.of();
    private List<DataSegment> data = List.of();
    private int dataCount = -1;
    private Body[] bodies = new Body[0];
    private boolean hasCode = true;

    private ModuleDecoder(byte[] wasm) {
        this.wasm = wasm;
    }

    /// @param wasm the binary, which must not be written any more
    /// @throws InvalidModuleException if the binary is malformed, or of a feature that the engine does not have
    public static WasmModule decode(byte[] wasm) {
        return new ModuleDecoder(wasm).decode();
    }

    /// Decodes a module that was valid before its custom, code and perhaps data sections were left out.
    public static WasmModule decodeWithoutCode(byte[] wasm) {
        ModuleDecoder decoder = new ModuleDecoder(wasm);
        decoder.hasCode = false;
        return decoder.decode();
    }

    /// Whether a section with this id says how instances are made, as all sections do but those of code and data.
    public static boolean describesInstance(int id, boolean withData) {
        return switch (id) {
            case CUSTOM, CODE, DATA_COUNT -> false;
            case DATA -> withData;
            default -> true;
        };
    }

    private WasmModule decode() {
        if (wasm.length < 8 && Arrays.equals(wasm, Arrays.copyOf(HEADER, wasm.length))) {
            throw new InvalidModuleException("unexpected end: "
                    + (wasm.length < 4 ? "magic header not detected" : "unknown binary version"));
        }
        if (wasm.length < 4 || !Arrays.equals(wasm, 0, 4, HEADER, 0, 4)) {
            throw new InvalidModuleException("magic header not detected: this is no WebAssembly binary");
        }
        if (wasm.length < 8 || !Arrays.equals(wasm, 0, 8, HEADER, 0, 8)) {
            throw new InvalidModuleException("unknown binary version: this is no core module");
        }
        ByteReader reader = new ByteReader(wasm, 8, wasm.length);
        int last = 0;
        while (reader.hasMore()) {
            int at = reader.position();
            int id = reader.u8();
            int size = reader.u32();
            int begin = reader.position();
            if (size > wasm.length - begin) {
                throw new InvalidModuleException("length out of bounds: unexpected end in the section at offset " + at);
            }
            reader.skip(size);
            ByteReader section = new ByteReader(wasm, begin, begin + size);
            if (id == CUSTOM) {
                section.name();
                continue;
            }
            int order = order(id, at);
            if (order <= last) {
                throw new InvalidModuleException(
                        "unexpected content after last section: section " + id + " at offset " + at);
            }
            last = order;
            section(id, section);
            if (section.hasMore()) {
                throw new InvalidModuleException(
                        "section size mismatch: section " + id + " goes on at offset " + section.position());
            }
        }
        if (hasCode) {
            checkCounts();
        }
        return new WasmModule(wasm, types.types(), types, List.copyOf(imports), functions, importedFunctions,
                List.copyOf(tables), importedTables, List.copyOf(memories), importedMemories, List.copyOf(globals),
                importedGlobals, List.copyOf(tags), importedTags, List.copyOf(exports), start, elements, data,
                dataCount >= 0, bodies);
    }

    private static int order(int id, int at) {
        return switch (id) {
            case TYPE, IMPORT, FUNCTION, TABLE, MEMORY -> id;
            case TAG -> MEMORY + 1;
            case GLOBAL, EXPORT, START, ELEMENT -> id + 1;
            case DATA_COUNT -> ELEMENT + 2;
            case CODE, DATA -> id + 2;
            default -> throw new InvalidModuleException("malformed section id " + id + " at offset " + at);
        };
    }

    private void section(int id, ByteReader in) {
        switch (id) {
            case TYPE -> types = TypeReader.readSection(in);
            case IMPORT -> imports(in);
            case FUNCTION -> functions(in);
            case TABLE -> {
                for (int rest = in.count(); rest > 0; rest--) {
                    tables.add(definedTable(in));
                }
            }
            case MEMORY -> {
                for (int rest = in.count(); rest > 0; rest--) {
                    memories.add(memory(in));
                }
            }
            case TAG -> {
                for (int rest = in.count(); rest > 0; rest--) {
                    tags.add(tag(in));
                }
            }
            case GLOBAL -> {
                for (int rest = in.count(); rest > 0; rest--) {
                    globals.add(new Global(global(in), Expressions.range(in, wasm, types)));
                }
            }
            case EXPORT -> exports(in);
            case START -> start = in.u32();
            case ELEMENT -> elements = new SegmentReader(wasm, in, types).elements();
            case DATA_COUNT -> dataCount = in.u32();
            case CODE -> bodies(in);
            default -> data = new SegmentReader(wasm, in, types).data();
        }
    }

    private void checkCounts() {
        if (functions.length - importedFunctions != bodies.length) {
            throw new InvalidModuleException("function and code section have inconsistent lengths: "
                    + (functions.length - importedFunctions) + " functions, " + bodies.length + " bodies");
        }
        if (dataCount >= 0 && dataCount != data.size()) {
            throw new InvalidModuleException("data count and data section have inconsistent lengths: " + dataCount
                    + " announced, " + data.size() + " segments");
        }
    }

    private void imports(ByteReader in) {
        int count = in.count();
        int[] typeIndices = new int[count];
        for (int i = 0; i < count; i++) {
            String module = in.name();
            String name = in.name();
            int at = in.position();
            int kind = in.u8();
            switch (kind) {
                case 0 -> {
                    typeIndices[importedFunctions] = typeIndex(in);
                    imports.add(new Import(module, name, Kind.FUNCTION, importedFunctions++));
                }
                case 1 -> {
                    tables.add(new Table(table(in), null));
                    imports.add(new Import(module, name, Kind.TABLE, importedTables++));
                }
                case 2 -> {
                    memories.add(memory(in));
                    imports.add(new Import(module, name, Kind.MEMORY, importedMemories++));
                }
                case 3 -> {
                    globals.add(new Global(global(in), null));
                    imports.add(new Import(module, name, Kind.GLOBAL, importedGlobals++));
                }
                case 4 -> {
                    tags.add(tag(in));
                    imports.add(new Import(module, name, Kind.TAG, importedTags++));
                }
                default -> throw new InvalidModuleException("malformed import kind " + kind + " at offset " + at);
            }
        }
        functions = Arrays.copyOf(typeIndices, importedFunctions);
    }

    private void functions(ByteReader in) {
        int count = in.count();
        functions = Arrays.copyOf(functions, importedFunctions + count);
        for (int i = 0; i < count; i++) {
            functions[importedFunctions + i] = typeIndex(in);
        }
    }

    private int typeIndex(ByteReader in) {
        long index = in.unsigned32();
        if (index >= types.types().size()) {
            throw TypeReader.unknownType(index, in.position());
        }
        return (int) index;
    }

    private FuncType function(ByteReader in) {
        return types.types().get(typeIndex(in));
    }

    private TagDecl tag(ByteReader in) {
        if (in.u8() != 0) {
            throw new InvalidModuleException("malformed tag attribute before offset " + in.position());
        }
        return new TagDecl(function(in));
    }

    private GlobalDecl global(ByteReader in) {
        ValueType type = types.value(in);
        int mutable = in.u8();
        if (mutable > 1) {
            throw new InvalidModuleException("malformed mutability before offset " + in.position());
        }
        return new GlobalDecl(type, mutable == 1);
    }

    private Table definedTable(ByteReader in) {
        int at = in.position();
        if (in.u8() != 0x40) {
            in.seek(at);
            return new Table(table(in), null);
        }
        if (in.u8() != 0) {
            throw new InvalidModuleException("malformed table before offset " + in.position());
        }
        TableDecl type = table(in);
        return new Table(type, Expressions.range(in, wasm, types));
    }

    private TableDecl table(ByteReader in) {
        RefType element = types.reference(in);
        int flags = in.u8();
        if ((flags & ~(1 | INDEX_64)) != 0) {
            throw new InvalidModuleException("malformed limits flags before offset " + in.position());
        }
        if ((flags & INDEX_64) != 0) {
            throw new InvalidModuleException("unsupported feature memory64: a table with 64-bit indices");
        }
        return new TableDecl(element, limits(in, flags), false, false);
    }

    private MemoryDecl memory(ByteReader in) {
        int flags = in.u8();
        if (flags > (OWN_PAGE_SIZE | INDEX_64 | SHARED | 1)) {
            throw new InvalidModuleException("malformed limits flags before offset " + in.position());
        }
        if ((flags & OWN_PAGE_SIZE) != 0) {
            throw new InvalidModuleException("unsupported feature custom-page-sizes: a memory with its own page size");
        }
        if ((flags & INDEX_64) != 0) {
            throw new InvalidModuleException("unsupported feature memory64: a memory with 64-bit addresses");
        }
        return new MemoryDecl(limits(in, flags), (flags & SHARED) != 0, false);
    }

    private static Limits limits(ByteReader in, int flags) {
        long min = in.unsigned32();
        return new Limits(min, (flags & 1) != 0 ? OptionalLong.of(in.unsigned32()) : OptionalLong.empty());
    }

    private void exports(ByteReader in) {
        Set<String> names = new HashSet<>();
        for (int rest = in.count(); rest > 0; rest--) {
            String name = in.name();
            int kind = in.u8();
            if (kind > 4) {
                throw new InvalidModuleException("malformed export kind " + kind + " before offset " + in.position());
            }
            if (!names.add(name)) {
                throw new InvalidModuleException("duplicate export name \"" + name + "\"");
            }
            exports.add(new Export(name, Kind.values()[kind], in.u32()));
        }
    }

    private void bodies(ByteReader in) {
        int count = in.count();
        bodies = new Body[count];
        for (int i = 0; i < count; i++) {
            int size = in.u32();
            int begin = in.position();
            in.skip(size);
            bodies[i] = new Body(begin, begin + size);
        }
    }
}
