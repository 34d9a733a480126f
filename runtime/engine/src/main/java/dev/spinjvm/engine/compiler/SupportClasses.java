package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.compiler.Assembler.Label;
import java.util.Map;

/// Writes the classes beside the functions: the instance, what leads into the module, and what leads out.
final class SupportClasses {

    /// The method that is called at function entries and loops.
    static final String CHECK = "check";
    static final String LOOK_UP = "(ILdev/spinjvm/engine/guest/GuestInstance;II)Ldev/spinjvm/engine/guest/FunctionReference;";

    private static final String POLL = "poll";
    private static final String PAUSE = "pause";
    private static final String PACING = "dev/spinjvm/engine/guest/Pacing";
    private static final String CALL = "([J[Ljava/lang/Object;)V";
    private static final String ENTER = "(I[J[Ljava/lang/Object;)V";
    private static final String ENTER_PART = "(I[J[Ljava/lang/Object;" + Names.type(Names.MODULE) + ")V";
    private static final int ENTRIES_PER_CLASS = 128;
    private static final int IMPORTS_PER_CLASS = 500;
    private static final int TYPES_PER_CLASS = 60;
    private static final int CASES = 128;
    private static final int STATIC = ClassWriter.PUBLIC | ClassWriter.STATIC;

    private final ModuleLayout layout;

    SupportClasses(ModuleLayout layout) {
        this.layout = layout;
    }

    static String importsName(int function) {
        return "guest/Imports" + function / IMPORTS_PER_CLASS;
    }

    static String indirectName(int type) {
        return "guest/Calls" + type / TYPES_PER_CLASS;
    }

    private static String entriesName(int part) {
        return "guest/Entries" + part;
    }

    static String typeField(int type) {
        return "t" + type;
    }

    /// Adds all classes but the instance class, which must come last.
    void write(Map<String, byte[]> out) {
        writeImports(out);
        writeCalls(out);
        for (int part = 0; part * ENTRIES_PER_CLASS < layout.entries.length; part++) {
            writeEntries(part, out);
        }
    }

    // ---- imports

    private void writeImports(Map<String, byte[]> out) {
        int count = layout.module.importedFunctions();
        for (int first = 0; first < count; first += IMPORTS_PER_CLASS) {
            ClassWriter writer = new ClassWriter(importsName(first), "java/lang/Object");
            for (int i = first; i < Math.min(count, first + IMPORTS_PER_CLASS); i++) {
                StubCode stub = new StubCode(layout, layout.module.functions()[i], writer.pool);
                stub.argumentsToArrays();
                stub.loadInstance();
                stub.asm.getField(Names.MODULE, "imports", "[" + Names.type(Names.FUNCTION));
                stub.asm.constInt(i);
                stub.asm.op(50, -1);
                stub.callOut();
                writer.method(STATIC, "i" + i, layout.descriptor(layout.module.functions()[i]), stub.asm);
            }
            add(out, importsName(first), writer);
        }
    }

    private static void add(Map<String, byte[]> out, String name, ClassWriter writer) {
        out.put(name.replace('/', '.'), writer.toBytes());
    }

    // ---- calls through tables and references

    private void writeCalls(Map<String, byte[]> out) {
        Map<String, ClassWriter> writers = new java.util.LinkedHashMap<>();
        for (int type : layout.calledTypes()) {
            ClassWriter writer = writers.computeIfAbsent(indirectName(type), name -> new ClassWriter(name, "java/lang/Object"));
            writeReferenceCall(type, writer);
        }
        for (FunctionScan.IndirectCall call : layout.indirectCalls()) {
            ClassWriter writer = java.util.Objects.requireNonNull(writers.get(indirectName(call.type())));
            StubCode stub = new StubCode(layout, call.type(), writer.pool, Kind.INT);
            stub.loadArguments();
            stub.asm.load(Kind.INT, stub.extra);
            stub.loadInstance();
            stub.asm.constInt(call.table());
            stub.asm.getStatic(Names.MODULE, typeField(call.type()), "I");
            stub.asm.invokeStatic(Names.CALLS, "lookUp", LOOK_UP);
            stub.loadInstance();
            stub.asm.invokeStatic(indirectName(call.type()), "r" + call.type(),
                    layout.extendedDescriptor(call.type(), Kind.FUNCTION.descriptor));
            stub.giveBack();
            writer.method(STATIC, "x" + call.type() + "_" + call.table(), layout.extendedDescriptor(call.type(), "I"),
                    stub.asm);
        }
        writers.forEach((name, writer) -> add(out, name, writer));
    }

    /// The call of a function of the same instance is a jump by its entry; others go out.
    private void writeReferenceCall(int type, ClassWriter writer) {
        // Equal types may have several indices, and a reference knows its function's only.
        int first = Integer.MAX_VALUE;
        int last = -1;
        for (int i = 0; i < layout.entries.length; i++) {
            FuncType other = layout.module.functionType(layout.entries[i]);
            if (other.equals(layout.module.types().get(type))) {
                first = Math.min(first, i);
                last = i;
            }
        }
        StubCode stub = new StubCode(layout, type, writer.pool, Kind.FUNCTION);
        Label foreign = new Label();
        if (last >= 0) {
            stub.asm.load(Kind.FUNCTION, stub.extra);
            stub.asm.getField(Names.FUNCTION, "owner", Names.type(Names.BASE));
            stub.loadInstance();
            stub.asm.jump(166, 2, foreign);
            int count = last - first + 1;
            if (count <= CASES) {
                stub.asm.load(Kind.FUNCTION, stub.extra);
                stub.asm.getField(Names.FUNCTION, "entry", "I");
                cases(stub, type, first, last, foreign);
            } else {
                Label[] groups = new Label[(count + CASES - 1) / CASES];
                java.util.Arrays.setAll(groups, _ -> new Label());
                stub.asm.load(Kind.FUNCTION, stub.extra);
                stub.asm.getField(Names.FUNCTION, "entry", "I");
                stub.asm.constInt(first);
                stub.asm.op(100, -1);
                stub.asm.constInt(7);
                stub.asm.op(122, -1);
                stub.asm.tableSwitch(0, groups, foreign);
                for (int g = 0; g < groups.length; g++) {
                    stub.asm.bind(groups[g], new Kind[0]);
                    stub.loadArguments();
                    stub.asm.load(Kind.FUNCTION, stub.extra);
                    stub.loadInstance();
                    String name = "r" + type + "g" + g;
                    String descriptor = layout.extendedDescriptor(type, Kind.FUNCTION.descriptor);
                    stub.asm.invokeStatic(indirectName(type), name, descriptor);
                    stub.giveBack();
                    StubCode group = new StubCode(layout, type, writer.pool, Kind.FUNCTION);
                    group.asm.load(Kind.FUNCTION, group.extra);
                    group.asm.getField(Names.FUNCTION, "entry", "I");
                    Label none = new Label();
                    cases(group, type, first + g * CASES, Math.min(last, first + g * CASES + CASES - 1), none);
                    group.asm.bind(none, new Kind[0]);
                    group.asm.endPath();
                    writer.method(STATIC, name, descriptor, group.asm);
                }
            }
            stub.asm.bind(foreign, new Kind[0]);
        }
        stub.argumentsToArrays();
        stub.asm.load(Kind.FUNCTION, stub.extra);
        stub.callOut();
        writer.method(STATIC, "r" + type, layout.extendedDescriptor(type, Kind.FUNCTION.descriptor), stub.asm);
    }

    private void cases(StubCode stub, int type, int first, int last, Label otherwise) {
        Label[] labels = new Label[last - first + 1];
        for (int i = 0; i < labels.length; i++) {
            FuncType other = layout.module.functionType(layout.entries[first + i]);
            labels[i] = other.equals(layout.module.types().get(type)) ? new Label() : otherwise;
        }
        stub.asm.tableSwitch(first, labels, otherwise);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == otherwise) {
                continue;
            }
            stub.asm.bind(labels[i], new Kind[0]);
            stub.loadArguments();
            stub.loadInstance();
            int function = layout.entries[first + i];
            stub.asm.invokeStatic(layout.className(function), ModuleLayout.methodName(function), layout.descriptor(type));
            stub.giveBack();
        }
    }

    // ---- entries

    private void writeEntries(int part, Map<String, byte[]> out) {
        ClassWriter writer = new ClassWriter(entriesName(part), "java/lang/Object");
        writer.method(STATIC, "enter", ENTER_PART, entries(part, writer.pool, false));
        if (hasTails()) {
            writer.method(STATIC, "enterTail", ENTER_PART, entries(part, writer.pool, true));
        }
        add(out, entriesName(part), writer);
    }

    private boolean hasTails() {
        for (FunctionScan scan : layout.scans) {
            if (scan.hasTailCalls) {
                return true;
            }
        }
        return false;
    }

    private Assembler entries(int part, ConstantPool pool, boolean tail) {
        int first = part * ENTRIES_PER_CLASS;
        int count = Math.min(ENTRIES_PER_CLASS, layout.entries.length - first);
        EntryCode code = new EntryCode(layout, pool);
        Label[] labels = new Label[count];
        java.util.Arrays.setAll(labels, _ -> new Label());
        Label none = new Label();
        code.asm.load(Kind.INT, 0);
        code.asm.tableSwitch(first, labels, none);
        for (int i = 0; i < count; i++) {
            code.asm.bind(labels[i], new Kind[0]);
            code.enter(layout.entries[first + i], tail);
        }
        code.asm.bind(none, new Kind[0]);
        code.asm.endPath();
        return code.asm;
    }

    // ---- the instance

    /// Writes the instance class; all other methods must have been written before.
    void writeInstance(Map<String, byte[]> out) {
        ClassWriter writer = new ClassWriter(Names.MODULE, Names.BASE);
        writer.field(STATIC | ClassWriter.VOLATILE, POLL, "I");
        for (int type = 0; type < layout.module.types().size(); type++) {
            writer.field(STATIC | ClassWriter.FINAL, typeField(type), "I");
        }
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < layout.transferCount(kind); i++) {
                writer.field(ClassWriter.PUBLIC, layout.transferField(kind, i), kind.descriptor);
            }
        }
        InstanceCode code = new InstanceCode(layout, writer);
        code.globals();
        code.constructor();
        code.classInitialiser();
        writer.method(STATIC, CHECK, "()V", check(writer.pool));
        writer.method(STATIC, PAUSE, "()V", pause(writer.pool));
        writer.method(ClassWriter.PUBLIC, "enter", ENTER, enter("enter", writer.pool));
        if (hasTails()) {
            writer.method(ClassWriter.PUBLIC, "enterTail", ENTER, enter("enterTail", writer.pool));
        }
        add(out, Names.MODULE, writer);
    }

    /// The poll. Its way out is a class constant that cannot be resolved: HotSpot compiles one as a return to its interpreter
    /// that leaves the compiled code as it is, however often it is taken. A plain call would be compiled as such once it had
    /// been seen, and the values of every loop would be kept on the stack around it.
    private static Assembler check(ConstantPool pool) {
        Assembler asm = new Assembler(pool);
        asm.begin(new Kind[0], new Kind[0]);
        Label nothing = new Label();
        asm.getStatic(Names.MODULE, POLL, "I");
        asm.jump(153, 1, nothing);
        loadNoClass(asm);
        asm.pop(Kind.REFERENCE);
        asm.invokeStatic(Names.MODULE, PAUSE, "()V");
        asm.bind(nothing, new Kind[0]);
        asm.returnVoid();
        return asm;
    }

    /// Fails to load the class that does not exist, and goes on with the error on the stack.
    static void loadNoClass(Assembler asm) {
        Label start = new Label();
        Label end = new Label();
        Label missing = new Label();
        asm.mark(start);
        asm.loadClass(Names.NO_CLASS);
        asm.mark(end);
        asm.pop(Kind.REFERENCE);
        asm.returnVoid();
        asm.bind(missing, new Kind[]{Kind.REFERENCE});
        asm.guard(start, end, missing, "java/lang/NoClassDefFoundError");
    }

    private static Assembler pause(ConstantPool pool) {
        Assembler asm = new Assembler(pool);
        asm.begin(new Kind[0], new Kind[0]);
        asm.getStatic(Names.MODULE, POLL, "I");
        asm.dup(Kind.INT);
        asm.invokeStatic(PACING, "countDown", "(I)I");
        asm.putStatic(Names.MODULE, POLL, "I");
        asm.invokeStatic(PACING, "lookUp", "(I)V");
        asm.returnVoid();
        return asm;
    }

    private Assembler enter(String name, ConstantPool pool) {
        Assembler asm = new Assembler(pool);
        Kind[] parameters = {Kind.INSTANCE, Kind.INT, Kind.WORDS, Kind.OBJECTS};
        asm.begin(parameters, parameters);
        int parts = (layout.entries.length + ENTRIES_PER_CLASS - 1) / ENTRIES_PER_CLASS;
        Label[] labels = new Label[parts];
        java.util.Arrays.setAll(labels, _ -> new Label());
        Label none = new Label();
        if (parts > 0) {
            asm.load(Kind.INT, 1);
            asm.constInt(7);
            asm.op(122, -1);
            asm.tableSwitch(0, labels, none);
        }
        for (int i = 0; i < parts; i++) {
            asm.bind(labels[i], new Kind[0]);
            asm.load(Kind.INT, 1);
            asm.load(Kind.WORDS, 2);
            asm.load(Kind.OBJECTS, 3);
            asm.load(Kind.INSTANCE, 0);
            asm.invokeStatic(entriesName(i), name, ENTER_PART);
            asm.returnVoid();
        }
        if (parts > 0) {
            asm.bind(none, new Kind[0]);
        }
        asm.endPath();
        return asm;
    }

    // ---- tail calls

    /// The method around the body of a function with tail calls: it runs those that the body leaves behind.
    static Assembler tailLoop(ModuleLayout layout, int function, ConstantPool pool) {
        int type = layout.module.functions()[function];
        StubCode stub = new StubCode(layout, type, pool);
        stub.loadArguments();
        stub.loadInstance();
        stub.asm.invokeStatic(layout.className(function), ModuleLayout.tailBodyName(function), layout.descriptor(type));
        Kind[] results = Kind.of(layout.module.types().get(type).results());
        Kind[] onStack = results.length == 1 ? results : new Kind[0];
        Label done = new Label();
        stub.loadInstance();
        stub.asm.getField(Names.MODULE, "tail", Names.type(Names.FUNCTION));
        stub.asm.jump(198, 1, done);
        for (Kind kind : onStack) {
            stub.asm.pop(kind);
        }
        stub.loadInstance();
        stub.asm.invokeStatic(Names.CALLS, "runTail", "(" + Names.type(Names.BASE) + ")V");
        stub.resultsFromArrays();
        stub.asm.bind(done, onStack);
        stub.giveBack();
        return stub.asm;
    }

    /// `FunctionReference.call` with the instance's arrays.
    static String callDescriptor() {
        return CALL;
    }
}
