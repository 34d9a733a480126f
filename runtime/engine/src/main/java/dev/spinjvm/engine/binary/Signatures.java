package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.ValueType;
import org.jspecify.annotations.Nullable;

/// The types of instructions that take and give numbers and vectors (core specification, appendix "Index of
/// Instructions").
///
/// Arrays are never written. A signature is a text such as `iI:i`: operands, a colon, and results; `i` stands for i32, `I` for i64, `f` for f32,
/// `d` for f64 and `v` for v128.
public record Signatures(ValueType[] operands, @Nullable ValueType result) {

    private static final @Nullable Signatures[] PLAIN = plain();
    private static final Signatures[] MISC = {of("f:i"), of("f:i"), of("d:i"), of("d:i"), of("f:I"), of("f:I"),
        of("d:I"), of("d:I")};
    private static final Signatures[] VECTOR = vector();
    private static final Signatures[] ATOMIC = atomic();
    private static final byte[] MEMORY_ALIGNMENTS = {2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2};
    private static final byte[] VECTOR_ALIGNMENTS = {4, 3, 3, 3, 3, 3, 3, 0, 1, 2, 3, 4};
    private static final byte[] ATOMIC_ALIGNMENTS = {2, 3, 0, 1, 0, 1, 2};

    /// The signature of an opcode without prefix.
    public static Signatures plain(int opcode) {
        Signatures found = PLAIN[opcode];
        if (found == null) {
            throw new IllegalArgumentException("no signature for opcode " + opcode);
        }
        return found;
    }

    /// The signature of `i32.trunc_sat_f32_s` and its likes.
    public static Signatures truncation(int number) {
        return MISC[number];
    }

    public static Signatures vector(int number) {
        return VECTOR[number];
    }

    public static Signatures atomic(int number) {
        return ATOMIC[number];
    }

    /// The exponent of the natural alignment of loads and stores; likewise below.
    public static int alignment(int opcode) {
        return MEMORY_ALIGNMENTS[opcode - 0x28];
    }

    public static int vectorAlignment(int number) {
        if (number < VECTOR_ALIGNMENTS.length) {
            return VECTOR_ALIGNMENTS[number];
        }
        return number >= 92 ? number - 90 : number - 84 & 3;
    }

    public static int atomicAlignment(int number) {
        return switch (number) {
            case 0, 1 -> 2;
            case 2 -> 3;
            default -> ATOMIC_ALIGNMENTS[(number - 0x10) % 7];
        };
    }

    /// How many lanes the vector of a lane instruction has.
    public static int lanes(int number) {
        if (number >= 84) {
            return 16 >> (number - 84 & 3);
        }
        if (number <= 23) {
            return 16;
        }
        if (number <= 26) {
            return 8;
        }
        return number <= 28 || number == 31 || number == 32 ? 4 : 2;
    }

    private static Signatures of(String text) {
        int colon = text.indexOf(':');
        ValueType[] operands = new ValueType[colon];
        for (int i = 0; i < colon; i++) {
            operands[i] = type(text.charAt(i));
        }
        return new Signatures(operands, colon + 1 < text.length() ? type(text.charAt(colon + 1)) : null);
    }

    private static NumericType type(char letter) {
        return switch (letter) {
            case 'i' -> NumericType.I32;
            case 'I' -> NumericType.I64;
            case 'f' -> NumericType.F32;
            case 'd' -> NumericType.F64;
            case 'v' -> NumericType.V128;
            default -> throw new IllegalArgumentException(String.valueOf(letter));
        };
    }

    private static @Nullable Signatures[] plain() {
        @Nullable
        Signatures[] out = new Signatures[0xc5];
        each(out, 0x28, "i:i i:I i:f i:d i:i i:i i:i i:i i:I i:I i:I i:I i:I i:I ii: iI: if: id: ii: ii: iI: iI: iI:");
        fill(out, 0x45, 1, "i:i");
        fill(out, 0x46, 10, "ii:i");
        fill(out, 0x50, 1, "I:i");
        fill(out, 0x51, 10, "II:i");
        fill(out, 0x5b, 6, "ff:i");
        fill(out, 0x61, 6, "dd:i");
        fill(out, 0x67, 3, "i:i");
        fill(out, 0x6a, 15, "ii:i");
        fill(out, 0x79, 3, "I:I");
        fill(out, 0x7c, 15, "II:I");
        fill(out, 0x8b, 7, "f:f");
        fill(out, 0x92, 7, "ff:f");
        fill(out, 0x99, 7, "d:d");
        fill(out, 0xa0, 7, "dd:d");
        each(out, 0xa7, "I:i f:i f:i d:i d:i i:I i:I f:I f:I d:I d:I i:f i:f I:f I:f d:f i:d i:d I:d I:d f:d");
        each(out, 0xbc, "f:i d:I i:f I:d i:i i:i I:I I:I I:I");
        return out;
    }

    private static Signatures[] vector() {
        Signatures[] out = new Signatures[256];
        fill(out, 0, 256, "vv:v");
        fill(out, 0, 11, "i:v");
        each(out, 11, "iv: :v vv:v vv:v i:v i:v i:v I:v f:v d:v");
        each(out, 21, "v:i v:i vi:v v:i v:i vi:v v:i vi:v v:I vI:v v:f vf:v v:d vd:v");
        each(out, 77, "v:v");
        each(out, 82, "vvv:v v:i iv:v iv:v iv:v iv:v iv: iv: iv: iv: i:v i:v v:v v:v");
        for (int shape = 96; shape <= 192; shape += 32) {
            each(out, shape, "v:v v:v");
            each(out, shape + 3, "v:i v:i");
            fill(out, shape + 11, 3, "vi:v");
            if (shape > 96) {
                fill(out, shape + 7, 4, "v:v");
            }
        }
        each(out, 98, "v:v");
        fill(out, 103, 4, "v:v");
        for (int number : new int[]{94, 95, 116, 117, 122, 124, 125, 126, 127, 148, 224, 225, 227, 236, 237, 239}) {
            each(out, number, "v:v");
        }
        fill(out, 248, 8, "v:v");
        return out;
    }

    private static Signatures[] atomic() {
        Signatures[] out = new Signatures[0x4f];
        fill(out, 0, 0x4f, ":");
        each(out, 0, "ii:i iiI:i iII:i :");
        each(out, 0x10, "i:i i:I i:i i:i i:I i:I i:I ii: iI: ii: ii: iI: iI: iI:");
        for (int at = 0x1e; at < 0x48; at += 7) {
            each(out, at, "ii:i iI:I ii:i ii:i iI:I iI:I iI:I");
        }
        each(out, 0x48, "iii:i iII:I iii:i iii:i iII:I iII:I iII:I");
        return out;
    }

    private static void each(@Nullable Signatures[] out, int from, String texts) {
        int at = from;
        for (String text : texts.split(" ", -1)) {
            out[at++] = of(text);
        }
    }

    private static void fill(@Nullable Signatures[] out, int from, int count, String text) {
        Signatures signature = of(text);
        for (int i = 0; i < count; i++) {
            out[from + i] = signature;
        }
    }
}
