package dev.spinjvm.engine.compiler;

import static dev.spinjvm.engine.compiler.Kind.DOUBLE;
import static dev.spinjvm.engine.compiler.Kind.FLOAT;
import static dev.spinjvm.engine.compiler.Kind.INT;
import static dev.spinjvm.engine.compiler.Kind.LONG;

import org.jspecify.annotations.Nullable;

/// The JVM code of each numeric instruction (core specification, opcodes 0x45 to 0xc4 and 0xfc 0 to 7).
final class NumericCode {

    private static final String INTEGER = "java/lang/Integer";
    private static final String LONG_CLASS = "java/lang/Long";
    private static final String FLOAT_CLASS = "java/lang/Float";
    private static final String DOUBLE_CLASS = "java/lang/Double";
    private static final String MATH = "java/lang/Math";

    /// @param operands how many values are popped
    /// @param result what is pushed
    /// @param code JVM instructions without operands, or null for a call
    record Code(int operands, Kind result, int @Nullable [] code, String owner, String name, String descriptor) {}

    /// A comparison: code that leaves one or two ints (or one reference), and the jump that is taken if it holds.
    ///
    /// @param operands how many values are popped
    /// @param before an instruction before the jump; 0 for none, -1 for a call of `compareUnsigned`, [#LONG_ZERO]
    /// @param delta what that instruction does to the stack's depth
    record Compare(int operands, int before, int delta, String owner, String descriptor, int jump) {}

    private static final @Nullable Code[] CODES = new Code[0x80];
    private static final @Nullable Code[] TRUNCATIONS = new Code[8];
    private static final @Nullable Compare[] COMPARES = new Compare[0x22];

    private NumericCode() {}

    /// The comparison with that opcode, or null if it is none.
    static @Nullable Compare compare(int opcode) {
        return opcode >= 0x45 && opcode <= 0x66 ? COMPARES[opcode - 0x45] : null;
    }

    /// The code of that opcode.
    static Code of(int opcode) {
        Code code = opcode > 0xffff ? TRUNCATIONS[opcode & 7] : CODES[opcode - 0x45];
        if (code == null) {
            throw new IllegalStateException("no numeric instruction: " + Integer.toHexString(opcode));
        }
        return code;
    }

    /// Writes what comes before the jump, and returns how many slots the jump pops.
    static int write(Compare compare, Assembler out) {
        switch (compare.before) {
            case 0 -> {
                return compare.operands;
            }
            case -1 -> out.invokeStatic(compare.owner, "compareUnsigned", compare.descriptor);
            case LONG_ZERO -> {
                out.constLong(0);
                out.op(148, -3);
            }
            default -> out.op(compare.before, compare.delta);
        }
        return 1;
    }

    static void write(Code code, Assembler out) {
        if (code.code == null) {
            out.invokeStatic(code.owner, code.name, code.descriptor);
            return;
        }
        for (int i = 0; i < code.code.length; i++) {
            int op = code.code[i];
            if (op == MASK) {
                out.constLong(0xffff_ffffL);
                out.op(127, -2);
            } else {
                out.op(op, DELTAS[op]);
            }
        }
    }

    /// Stands for "and with 2^32 - 1".
    private static final int MASK = 255;
    /// Stands for "compare the long with zero".
    private static final int LONG_ZERO = 9;
    private static final int[] DELTAS = new int[256];

    private static void delta(int delta, int... opcodes) {
        for (int opcode : opcodes) {
            DELTAS[opcode] = delta;
        }
    }

    private static void code(int opcode, int operands, Kind result, int... jvm) {
        CODES[opcode - 0x45] = new Code(operands, result, jvm, "", "", "");
    }

    private static void call(int opcode, String owner, String name, String descriptor) {
        Code code = new Code(parameterCount(descriptor), result(descriptor), null, owner, name, descriptor);
        if (opcode > 0xffff) {
            TRUNCATIONS[opcode & 7] = code;
        } else {
            CODES[opcode - 0x45] = code;
        }
    }

    private static int parameterCount(String descriptor) {
        return descriptor.indexOf(')') - 1;
    }

    private static Kind result(String descriptor) {
        return switch (descriptor.charAt(descriptor.length() - 1)) {
            case 'I' -> INT;
            case 'J' -> LONG;
            case 'F' -> FLOAT;
            default -> DOUBLE;
        };
    }

    private static void compares(int opcode, int operands, int before, int delta, String owner, String descriptor, int... jumps) {
        for (int i = 0; i < jumps.length; i++) {
            COMPARES[opcode - 0x45 + i] = new Compare(operands, before, delta, owner, descriptor, jumps[i]);
        }
    }

    static {
        // i2l l2i i2f i2d l2f l2d f2i ...: by the slots of source and target.
        delta(1, 133, 135, 140, 141);
        delta(-1, 136, 137, 142, 144);
        delta(-1, 96, 100, 104, 98, 102, 106, 110, 120, 122, 124, 126, 128, 130);
        delta(-2, 97, 101, 105, 99, 103, 107, 111, 127, 129, 131);
        delta(-1, 121, 123, 125);
        compareInstructions();
        intInstructions();
        longInstructions();
        floatInstructions();
        conversions();
    }

    private static void compareInstructions() {
        int eq = 153;
        int ne = 154;
        int lt = 155;
        int ge = 156;
        int gt = 157;
        int le = 158;
        compares(0x45, 1, 0, 0, "", "", eq);
        compares(0x46, 2, 0, 0, "", "", 159, 160, 161);
        compares(0x49, 2, -1, 0, INTEGER, "(II)I", lt);
        compares(0x4a, 2, 0, 0, "", "", 163);
        compares(0x4b, 2, -1, 0, INTEGER, "(II)I", gt);
        compares(0x4c, 2, 0, 0, "", "", 164);
        compares(0x4d, 2, -1, 0, INTEGER, "(II)I", le);
        compares(0x4e, 2, 0, 0, "", "", 162);
        compares(0x4f, 2, -1, 0, INTEGER, "(II)I", ge);
        compares(0x50, 1, LONG_ZERO, 0, "", "", eq);
        compares(0x51, 2, 148, -3, "", "", eq, ne, lt);
        compares(0x54, 2, -1, 0, LONG_CLASS, "(JJ)I", lt);
        compares(0x55, 2, 148, -3, "", "", gt);
        compares(0x56, 2, -1, 0, LONG_CLASS, "(JJ)I", gt);
        compares(0x57, 2, 148, -3, "", "", le);
        compares(0x58, 2, -1, 0, LONG_CLASS, "(JJ)I", le);
        compares(0x59, 2, 148, -3, "", "", ge);
        compares(0x5a, 2, -1, 0, LONG_CLASS, "(JJ)I", ge);
        // A comparison with a NaN must not jump: fcmpl (149) gives -1 for it, fcmpg (150) gives 1.
        compares(0x5b, 2, 149, -1, "", "", eq, ne);
        compares(0x5d, 2, 150, -1, "", "", lt);
        compares(0x5e, 2, 149, -1, "", "", gt);
        compares(0x5f, 2, 150, -1, "", "", le);
        compares(0x60, 2, 149, -1, "", "", ge);
        compares(0x61, 2, 151, -3, "", "", eq, ne);
        compares(0x63, 2, 152, -3, "", "", lt);
        compares(0x64, 2, 151, -3, "", "", gt);
        compares(0x65, 2, 152, -3, "", "", le);
        compares(0x66, 2, 151, -3, "", "", ge);
    }

    private static void intInstructions() {
        call(0x67, INTEGER, "numberOfLeadingZeros", "(I)I");
        call(0x68, INTEGER, "numberOfTrailingZeros", "(I)I");
        call(0x69, INTEGER, "bitCount", "(I)I");
        code(0x6a, 2, INT, 96);
        code(0x6b, 2, INT, 100);
        code(0x6c, 2, INT, 104);
        call(0x6d, Names.NUMERIC, "divS", "(II)I");
        call(0x6e, Names.NUMERIC, "divU", "(II)I");
        call(0x6f, Names.NUMERIC, "remS", "(II)I");
        call(0x70, Names.NUMERIC, "remU", "(II)I");
        code(0x71, 2, INT, 126);
        code(0x72, 2, INT, 128);
        code(0x73, 2, INT, 130);
        code(0x74, 2, INT, 120);
        code(0x75, 2, INT, 122);
        code(0x76, 2, INT, 124);
        call(0x77, INTEGER, "rotateLeft", "(II)I");
        call(0x78, INTEGER, "rotateRight", "(II)I");
    }

    private static void longInstructions() {
        call(0x79, Names.NUMERIC, "clz", "(J)J");
        call(0x7a, Names.NUMERIC, "ctz", "(J)J");
        call(0x7b, Names.NUMERIC, "popcnt", "(J)J");
        code(0x7c, 2, LONG, 97);
        code(0x7d, 2, LONG, 101);
        code(0x7e, 2, LONG, 105);
        call(0x7f, Names.NUMERIC, "divS", "(JJ)J");
        call(0x80, Names.NUMERIC, "divU", "(JJ)J");
        call(0x81, Names.NUMERIC, "remS", "(JJ)J");
        call(0x82, Names.NUMERIC, "remU", "(JJ)J");
        code(0x83, 2, LONG, 127);
        code(0x84, 2, LONG, 129);
        code(0x85, 2, LONG, 131);
        code(0x86, 2, LONG, 136, 121);
        code(0x87, 2, LONG, 136, 123);
        code(0x88, 2, LONG, 136, 125);
        call(0x89, Names.NUMERIC, "rotl", "(JJ)J");
        call(0x8a, Names.NUMERIC, "rotr", "(JJ)J");
    }

    private static void floatInstructions() {
        call(0x8b, MATH, "abs", "(F)F");
        code(0x8c, 1, FLOAT, 118);
        call(0x8d, Names.NUMERIC, "ceil", "(F)F");
        call(0x8e, Names.NUMERIC, "floor", "(F)F");
        call(0x8f, Names.NUMERIC, "trunc", "(F)F");
        call(0x90, Names.NUMERIC, "nearest", "(F)F");
        call(0x91, Names.NUMERIC, "sqrt", "(F)F");
        code(0x92, 2, FLOAT, 98);
        code(0x93, 2, FLOAT, 102);
        code(0x94, 2, FLOAT, 106);
        code(0x95, 2, FLOAT, 110);
        call(0x96, Names.NUMERIC, "min", "(FF)F");
        call(0x97, Names.NUMERIC, "max", "(FF)F");
        call(0x98, Names.NUMERIC, "copysign", "(FF)F");
        call(0x99, MATH, "abs", "(D)D");
        code(0x9a, 1, DOUBLE, 119);
        call(0x9b, Names.NUMERIC, "ceil", "(D)D");
        call(0x9c, Names.NUMERIC, "floor", "(D)D");
        call(0x9d, Names.NUMERIC, "trunc", "(D)D");
        call(0x9e, Names.NUMERIC, "nearest", "(D)D");
        call(0x9f, MATH, "sqrt", "(D)D");
        code(0xa0, 2, DOUBLE, 99);
        code(0xa1, 2, DOUBLE, 103);
        code(0xa2, 2, DOUBLE, 107);
        code(0xa3, 2, DOUBLE, 111);
        call(0xa4, Names.NUMERIC, "min", "(DD)D");
        call(0xa5, Names.NUMERIC, "max", "(DD)D");
        call(0xa6, Names.NUMERIC, "copysign", "(DD)D");
    }

    private static void conversions() {
        code(0xa7, 1, INT, 136);
        call(0xa8, Names.NUMERIC, "truncIntS", "(F)I");
        call(0xa9, Names.NUMERIC, "truncIntU", "(F)I");
        call(0xaa, Names.NUMERIC, "truncIntS", "(D)I");
        call(0xab, Names.NUMERIC, "truncIntU", "(D)I");
        code(0xac, 1, LONG, 133);
        code(0xad, 1, LONG, 133, MASK);
        call(0xae, Names.NUMERIC, "truncLongS", "(F)J");
        call(0xaf, Names.NUMERIC, "truncLongU", "(F)J");
        call(0xb0, Names.NUMERIC, "truncLongS", "(D)J");
        call(0xb1, Names.NUMERIC, "truncLongU", "(D)J");
        code(0xb2, 1, FLOAT, 134);
        code(0xb3, 1, FLOAT, 133, MASK, 137);
        code(0xb4, 1, FLOAT, 137);
        call(0xb5, Names.NUMERIC, "floatOfUnsigned", "(J)F");
        code(0xb6, 1, FLOAT, 144);
        code(0xb7, 1, DOUBLE, 135);
        code(0xb8, 1, DOUBLE, 133, MASK, 138);
        code(0xb9, 1, DOUBLE, 138);
        call(0xba, Names.NUMERIC, "doubleOfUnsigned", "(J)D");
        code(0xbb, 1, DOUBLE, 141);
        call(0xbc, FLOAT_CLASS, "floatToRawIntBits", "(F)I");
        call(0xbd, DOUBLE_CLASS, "doubleToRawLongBits", "(D)J");
        call(0xbe, FLOAT_CLASS, "intBitsToFloat", "(I)F");
        call(0xbf, DOUBLE_CLASS, "longBitsToDouble", "(J)D");
        code(0xc0, 1, INT, 145);
        code(0xc1, 1, INT, 147);
        code(0xc2, 1, LONG, 136, 145, 133);
        code(0xc3, 1, LONG, 136, 147, 133);
        code(0xc4, 1, LONG, 136, 133);
        call(0xfc_0000, Names.NUMERIC, "saturateIntS", "(F)I");
        call(0xfc_0001, Names.NUMERIC, "saturateIntU", "(F)I");
        call(0xfc_0002, Names.NUMERIC, "saturateIntS", "(D)I");
        call(0xfc_0003, Names.NUMERIC, "saturateIntU", "(D)I");
        call(0xfc_0004, Names.NUMERIC, "saturateLongS", "(F)J");
        call(0xfc_0005, Names.NUMERIC, "saturateLongU", "(F)J");
        call(0xfc_0006, Names.NUMERIC, "saturateLongS", "(D)J");
        call(0xfc_0007, Names.NUMERIC, "saturateLongU", "(D)J");
    }
}
