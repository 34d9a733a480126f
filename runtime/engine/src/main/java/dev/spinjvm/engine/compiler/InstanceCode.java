package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.compiler.Assembler.Label;
import java.util.ArrayList;
import java.util.List;

/// The members of the instance class that have to do with state: globals, construction, type numbers.
final class InstanceCode {

    private static final String OBJECT = "Ljava/lang/Object;";

    private final ModuleLayout layout;
    private final ClassWriter writer;

    InstanceCode(ModuleLayout layout, ClassWriter writer) {
        this.layout = layout;
        this.writer = writer;
    }

    private Kind kind(int global) {
        return Kind.of(layout.module.globals().get(global).type().valueType());
    }

    void globals() {
        for (int i = 0; i < layout.fieldGlobals.length; i++) {
            if (layout.fieldGlobals[i]) {
                writer.field(ClassWriter.PUBLIC, ModuleLayout.globalField(i), kind(i).descriptor);
            }
        }
        writer.method(ClassWriter.PUBLIC, "globalWord", "(I)J", getter(true));
        writer.method(ClassWriter.PUBLIC, "globalWord", "(IJ)V", setter(true));
        writer.method(ClassWriter.PUBLIC, "globalReference", "(I)" + OBJECT, getter(false));
        writer.method(ClassWriter.PUBLIC, "globalReference", "(I" + OBJECT + ")V", setter(false));
    }

    /// The globals with fields that are numbers, or are not.
    private List<Integer> fields(boolean words) {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < layout.fieldGlobals.length; i++) {
            if (layout.fieldGlobals[i] && ArrayCode.isWord(kind(i)) == words) {
                out.add(i);
            }
        }
        return out;
    }

    private Assembler getter(boolean words) {
        Kind[] parameters = {Kind.INSTANCE, Kind.INT};
        Assembler asm = new Assembler(writer.pool);
        asm.begin(parameters, parameters);
        forEach(asm, fields(words), global -> {
            Kind kind = kind(global);
            asm.load(Kind.INSTANCE, 0);
            asm.getField(Names.MODULE, ModuleLayout.globalField(global), kind.descriptor);
            ArrayCode.toWord(asm, kind);
            asm.returnValue(words ? Kind.LONG : Kind.REFERENCE);
        });
        return asm;
    }

    private Assembler setter(boolean words) {
        Kind[] parameters = {Kind.INSTANCE, Kind.INT, words ? Kind.LONG : Kind.REFERENCE};
        Assembler asm = new Assembler(writer.pool);
        asm.begin(parameters, parameters);
        forEach(asm, fields(words), global -> {
            Kind kind = kind(global);
            asm.load(Kind.INSTANCE, 0);
            asm.load(parameters[2], 2);
            ArrayCode.fromWord(asm, kind);
            asm.putField(Names.MODULE, ModuleLayout.globalField(global), kind.descriptor);
            asm.returnVoid();
        });
        return asm;
    }

    private static void forEach(Assembler asm, List<Integer> globals, java.util.function.IntConsumer code) {
        if (!globals.isEmpty()) {
            int first = globals.getFirst();
            Label none = new Label();
            Label[] labels = new Label[globals.getLast() - first + 1];
            java.util.Arrays.fill(labels, none);
            globals.forEach(global -> labels[global - first] = new Label());
            asm.load(Kind.INT, 1);
            asm.tableSwitch(first, labels, none);
            for (int global : globals) {
                asm.bind(labels[global - first], new Kind[0]);
                code.accept(global);
            }
            asm.bind(none, new Kind[0]);
        }
        asm.endPath();
    }

    void constructor() {
        Assembler asm = new Assembler(writer.pool);
        Kind[] parameters = {Kind.INSTANCE};
        asm.begin(parameters, parameters);
        asm.load(Kind.INSTANCE, 0);
        asm.invokeSpecial(Names.BASE, "<init>", "()V");
        int count = layout.transferWords();
        asm.load(Kind.INSTANCE, 0);
        asm.constInt(count);
        asm.newLongArray();
        asm.putField(Names.MODULE, "words", "[J");
        asm.load(Kind.INSTANCE, 0);
        asm.constInt(count);
        asm.newArray("java/lang/Object");
        asm.putField(Names.MODULE, "references", "[" + OBJECT);
        for (int i = 0; i < layout.fieldGlobals.length; i++) {
            if (layout.fieldGlobals[i] && kind(i) == Kind.VECTOR) {
                asm.load(Kind.INSTANCE, 0);
                asm.zero(Kind.VECTOR);
                asm.putField(Names.MODULE, ModuleLayout.globalField(i), Kind.VECTOR.descriptor);
            }
        }
        asm.returnVoid();
        writer.method(ClassWriter.PUBLIC, "<init>", "()V", asm);
    }

    void classInitialiser() {
        Assembler asm = new Assembler(writer.pool);
        asm.begin(new Kind[0], new Kind[0]);
        for (int type = 0; type < layout.module.types().size(); type++) {
            asm.loadClass(Names.MODULE);
            asm.constInt(type);
            asm.invokeStatic(Names.LOADER, "typeId", "(Ljava/lang/Class;I)I");
            asm.putStatic(Names.MODULE, SupportClasses.typeField(type), "I");
        }
        // Now, with stack to spare: the first failure is remembered, and what follows takes no Java code.
        SupportClasses.loadNoClass(asm);
        asm.pop(Kind.REFERENCE);
        asm.returnVoid();
        writer.method(ClassWriter.STATIC, "<clinit>", "()V", asm);
    }
}
