package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.ValueType;
import java.util.List;

/// What the JVM calls a type: how a value lies in local variables and on the operand stack.
enum Kind {
    INT("I", 1, 21, 54, 172, 1), LONG("J", 2, 22, 55, 173, 4), FLOAT("F", 1, 23, 56, 174, 2), DOUBLE("D", 2, 24, 57, 175,
            3), REFERENCE("Ljava/lang/Object;"), VECTOR("Ldev/spinjvm/engine/guest/V128;"), INSTANCE(
                    "L" + Names.MODULE + ";"), BYTES("[B"), CARDS("[S"), WORDS("[J"), OBJECTS("[Ljava/lang/Object;"), FUNCTION(
                            "L" + Names.FUNCTION + ";"), EXCEPTION("L" + Names.EXCEPTION + ";");

    private static final int OBJECT = 7;

    final String descriptor;
    /// How many slots a value takes.
    final int slots;
    final int loadOpcode;
    final int storeOpcode;
    final int returnOpcode;
    /// Its tag in a stack map frame.
    final int tag;

    Kind(String descriptor) {
        this(descriptor, 1, 25, 58, 176, OBJECT);
    }

    Kind(String descriptor, int slots, int loadOpcode, int storeOpcode, int returnOpcode, int tag) {
        this.descriptor = descriptor;
        this.slots = slots;
        this.loadOpcode = loadOpcode;
        this.storeOpcode = storeOpcode;
        this.returnOpcode = returnOpcode;
        this.tag = tag;
    }

    boolean isObject() {
        return tag == OBJECT;
    }

    /// The class as the constant pool names it; only of objects.
    String className() {
        return descriptor.startsWith("[") ? descriptor : descriptor.substring(1, descriptor.length() - 1);
    }

    static Kind of(ValueType type) {
        return switch (type) {
            case NumericType number -> switch (number) {
                case I32 -> INT;
                case I64 -> LONG;
                case F32 -> FLOAT;
                case F64 -> DOUBLE;
                case V128 -> VECTOR;
            };
            case RefType _ -> REFERENCE;
        };
    }

    static Kind[] of(List<ValueType> types) {
        Kind[] out = new Kind[types.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = of(types.get(i));
        }
        return out;
    }

    static int slots(List<ValueType> types) {
        int slots = 0;
        for (int i = 0; i < types.size(); i++) {
            slots += of(types.get(i)).slots;
        }
        return slots;
    }

    /// What a method returns that stands for a function of this type: several results go through the instance.
    static String returnDescriptor(FuncType type) {
        return type.results().size() == 1 ? of(type.results().getFirst()).descriptor : "V";
    }
}
