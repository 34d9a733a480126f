package dev.spinjvm.engine.compiler;

/// Code that moves values to and from an instance's arrays of numbers and references, which are the form in which they
/// leave the instance.
final class ArrayCode {

    private static final String WORDS = "[J";
    private static final String REFERENCES = "[Ljava/lang/Object;";

    private ArrayCode() {}

    static boolean isWord(Kind kind) {
        return !kind.isObject();
    }

    /// With the instance on the stack: leaves what must lie below the value that [#endStore] stores.
    static void beginStore(Assembler asm, Kind kind, int position) {
        field(asm, kind);
        asm.constInt(position);
    }

    static void endStore(Assembler asm, Kind kind) {
        if (isWord(kind)) {
            toWord(asm, kind);
            asm.op(80, -4);
        } else {
            asm.op(83, -3);
        }
    }

    /// Makes a word of the number on the stack: an `i32` sign-extended, a float its raw bits. Other values stay.
    static void toWord(Assembler asm, Kind kind) {
        switch (kind) {
            case INT -> asm.op(133, 1);
            case FLOAT -> {
                asm.invokeStatic("java/lang/Float", "floatToRawIntBits", "(F)I");
                asm.op(133, 1);
            }
            case DOUBLE -> asm.invokeStatic("java/lang/Double", "doubleToRawLongBits", "(D)J");
            case LONG, REFERENCE, VECTOR, INSTANCE, BYTES, CARDS, WORDS, OBJECTS, FUNCTION, EXCEPTION -> {
            }
        }
    }

    /// Makes a value of this kind of the word on the stack, or of the object if it is none that words stand for.
    static void fromWord(Assembler asm, Kind kind) {
        switch (kind) {
            case INT -> asm.op(136, -1);
            case FLOAT -> {
                asm.op(136, -1);
                asm.invokeStatic("java/lang/Float", "intBitsToFloat", "(I)F");
            }
            case DOUBLE -> asm.invokeStatic("java/lang/Double", "longBitsToDouble", "(J)D");
            case VECTOR -> asm.checkCast(Names.VECTOR);
            case LONG, REFERENCE, INSTANCE, BYTES, CARDS, WORDS, OBJECTS, FUNCTION, EXCEPTION -> {
            }
        }
    }

    /// With the instance on the stack: replaces it by the value at `position`.
    static void load(Assembler asm, Kind kind, int position) {
        field(asm, kind);
        element(asm, kind, position);
    }

    private static void field(Assembler asm, Kind kind) {
        if (isWord(kind)) {
            asm.getField(Names.MODULE, "words", WORDS);
        } else {
            asm.getField(Names.MODULE, "references", REFERENCES);
        }
    }

    /// With the array on the stack: replaces it by the value at `position`.
    static void element(Assembler asm, Kind kind, int position) {
        asm.constInt(position);
        asm.op(isWord(kind) ? 47 : 50, isWord(kind) ? 0 : -1);
        fromWord(asm, kind);
    }
}
