package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.TypeReader;
import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.binary.WasmModule.Body;
import dev.spinjvm.engine.binary.WasmModule.ElementSegment;
import dev.spinjvm.engine.binary.WasmModule.Export;

import dev.spinjvm.engine.binary.WasmModule.Range;
import dev.spinjvm.engine.guest.CheckedAccess;
import java.util.Arrays;
import java.util.Collections;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Where in the classes of a module its parts lie, and by which names. Thread-safe.
final class ModuleLayout {

    /// Parameters of more slots go through the instance (a JVM method may have 255).
    private static final int MAX_PARAMETER_SLOTS = 240;
    /// Globals beyond these have boxes, because a class cannot have many fields.
    private static final int MAX_FIELD_GLOBALS = 4000;
    /// A class holds functions of about this much WebAssembly code.
    private static final int CHUNK_SIZE = 48 * 1024;
    private static final int CHUNK_FUNCTIONS = 160;

    final WasmModule module;
    final TypeReader types;
    final FunctionScan[] scans;
    /// The class that loads and stores.
    final String access;
    final boolean[] fieldGlobals;
    /// The chunk of each function with a body.
    final int[] chunks;
    final int chunkCount;
    /// The functions with an entry, those of one type together.
    final int[] entries;
    private final int[] entryOf;
    private final String[] descriptors;
    private final boolean[] wide;
    private final AtomicIntegerArray transfers = new AtomicIntegerArray(Kind.values().length);

    ModuleLayout(WasmModule module, FunctionScan[] scans) {
        this.module = module;
        this.types = module.typeReader();
        this.scans = scans;
        this.access = CheckedAccess.isNeeded() ? Names.CHECKED_ACCESS : Names.DIRECT_ACCESS;
        this.fieldGlobals = fieldGlobals(module);
        this.chunks = new int[module.bodies().length];
        this.chunkCount = assignChunks();
        this.descriptors = new String[module.types().size()];
        this.wide = new boolean[module.types().size()];
        for (int i = 0; i < descriptors.length; i++) {
            FuncType type = module.types().get(i);
            wide[i] = Kind.slots(type.params()) > MAX_PARAMETER_SLOTS;
            descriptors[i] = wide[i] ? descriptor("", type) : descriptor(parameters(type), type);
        }
        this.entries = collectEntries();
        this.entryOf = new int[module.functions().length];
        Arrays.fill(entryOf, -1);
        for (int i = 0; i < entries.length; i++) {
            entryOf[entries[i]] = i;
        }
    }

    private static boolean[] fieldGlobals(WasmModule module) {
        boolean[] out = new boolean[module.globals().size()];
        for (int i = module.importedGlobals(); i < Math.min(out.length, MAX_FIELD_GLOBALS); i++) {
            out[i] = true;
        }
        for (Export export : module.exports()) {
            if (export.kind() == WasmModule.Kind.GLOBAL) {
                out[export.index()] = false;
            }
        }
        return out;
    }

    private int assignChunks() {
        int chunk = 0;
        int size = 0;
        int functions = 0;
        for (int i = 0; i < chunks.length; i++) {
            Body body = module.bodies()[i];
            int length = body.end() - body.start();
            if (functions > 0 && (size + length > CHUNK_SIZE || functions == CHUNK_FUNCTIONS)) {
                chunk++;
                size = 0;
                functions = 0;
            }
            chunks[i] = chunk;
            size += length;
            functions++;
        }
        return chunks.length == 0 ? 0 : chunk + 1;
    }

    private int[] collectEntries() {
        TreeSet<Integer> out = new TreeSet<>();
        for (Export export : module.exports()) {
            if (export.kind() == WasmModule.Kind.FUNCTION) {
                out.add(export.index());
            }
        }
        if (module.start() >= 0) {
            out.add(module.start());
        }
        for (ElementSegment segment : module.elements()) {
            if (segment.functions() != null) {
                for (int function : segment.functions()) {
                    out.add(function);
                }
            } else if (segment.expressions() != null) {
                for (Range expression : segment.expressions()) {
                    addReferences(expression, out);
                }
            }
        }
        module.globals().forEach(global -> addReferences(global.initial(), out));
        module.tables().forEach(table -> addReferences(table.initial(), out));
        for (FunctionScan scan : scans) {
            out.addAll(scan.tailCallees);
        }
        return out.stream()
                .filter(function -> function >= module.importedFunctions())
                .sorted((a, b) -> module.functions()[a] != module.functions()[b]
                        ? Integer.compare(module.functions()[a], module.functions()[b])
                        : Integer.compare(a, b))
                .mapToInt(Integer::intValue).toArray();
    }

    private void addReferences(@org.jspecify.annotations.Nullable Range expression, TreeSet<Integer> out) {
        if (expression == null) {
            return;
        }
        InstructionReader reader = new InstructionReader(module.bytes(), expression.start(), expression.end(), types);
        while (reader.hasNext()) {
            if (reader.next() == Op.REF_FUNC) {
                out.add(reader.index);
            }
        }
    }

    /// The number of function `index` among the entries, -1 if it has none.
    int entry(int index) {
        return entryOf[index];
    }

    static String parameters(FuncType type) {
        StringBuilder out = new StringBuilder();
        for (var param : type.params()) {
            out.append(Kind.of(param).descriptor);
        }
        return out.toString();
    }

    static String descriptor(String parameters, FuncType type) {
        return "(" + parameters + Names.type(Names.MODULE) + ")"
                + Kind.returnDescriptor(type);
    }

    /// The descriptor of the methods that stand for functions of type `index`: the parameters and the instance.
    String descriptor(int type) {
        return descriptors[type];
    }

    /// The same with one more parameter before the instance.
    String extendedDescriptor(int type, String extra) {
        String descriptor = descriptors[type];
        int at = descriptor.lastIndexOf(Names.type(Names.MODULE) + ")");
        return descriptor.substring(0, at) + extra + descriptor.substring(at);
    }

    /// Whether functions of type `index` take their parameters through the instance's transfer fields.
    boolean isWide(int type) {
        return wide[type];
    }

    /// The class of function `index`, which has a body.
    String className(int index) {
        return chunkName(chunks[index - module.importedFunctions()]);
    }

    static String chunkName(int chunk) {
        return "guest/Code" + chunk;
    }

    static String methodName(int index) {
        return "f" + index;
    }

    /// The method with the code of a function that has tail calls, around which the function's method is a loop.
    static String tailBodyName(int index) {
        return "t" + index;
    }

    FunctionScan scan(int index) {
        return scans[index - module.importedFunctions()];
    }

    boolean isImported(int index) {
        return index < module.importedFunctions();
    }

    static String globalField(int index) {
        return "g" + index;
    }

    /// The field by which the `ordinal`-th value of `kind` passes between methods, besides the returned one.
    String transferField(Kind kind, int ordinal) {
        transfers.accumulateAndGet(kind.ordinal(), ordinal + 1, Math::max);
        return "x" + kind.name().charAt(0) + ordinal;
    }

    /// How many transfer fields of `kind` are used.
    int transferCount(Kind kind) {
        return transfers.get(kind.ordinal());
    }

    /// The arrays of a call that leaves the instance need this many elements.
    int transferWords() {
        int out = 16;
        for (FuncType type : module.types()) {
            out = Math.max(out, Math.max(type.params().size(), type.results().size()));
        }
        for (var tag : module.tags()) {
            out = Math.max(out, tag.type().params().size());
        }
        return out;
    }

    /// All pairs of table and type that indirect calls use, in a fixed order.
    java.util.List<FunctionScan.IndirectCall> indirectCalls() {
        java.util.Set<FunctionScan.IndirectCall> all = new java.util.HashSet<>();
        for (FunctionScan scan : scans) {
            all.addAll(scan.indirectCalls);
        }
        java.util.List<FunctionScan.IndirectCall> out = new java.util.ArrayList<>(all);
        Collections.sort(out, (a, b) -> a.type() != b.type()
                ? Integer.compare(a.type(), b.type())
                : Integer.compare(a.table(), b.table()));
        return out;
    }

    /// The types of calls through references, those of [#indirectCalls] included.
    java.util.SortedSet<Integer> calledTypes() {
        TreeSet<Integer> out = new TreeSet<>();
        for (FunctionScan scan : scans) {
            out.addAll(scan.referenceCalls);
            scan.indirectCalls.forEach(call -> out.add(call.type()));
        }
        return out;
    }
}
