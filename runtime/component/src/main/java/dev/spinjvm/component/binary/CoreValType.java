package dev.spinjvm.component.binary;

/// A core value type, as of WebAssembly 3.0.
public sealed interface CoreValType {

    /// Number and vector types.
    enum NumType implements CoreValType {
        I32(0x7f),
        I64(0x7e),
        F32(0x7d),
        F64(0x7c),
        V128(0x7b);

        private final int code;

        NumType(int code) {
            this.code = code;
        }

        /// The opcode in the binary format.
        public int code() {
            return code;
        }
    }

    record RefType(boolean nullable, HeapType heap) implements CoreValType {}

    /// What a reference points to.
    sealed interface HeapType {}

    /// @param index core type index
    record ConcreteHeapType(int index) implements HeapType {}

    enum AbstractHeapType implements HeapType {
        NOEXN(0x74),
        NOFUNC(0x73),
        NOEXTERN(0x72),
        NONE(0x71),
        FUNC(0x70),
        EXTERN(0x6f),
        ANY(0x6e),
        EQ(0x6d),
        I31(0x6c),
        STRUCT(0x6b),
        ARRAY(0x6a),
        EXN(0x69);

        private final int code;

        AbstractHeapType(int code) {
            this.code = code;
        }

        /// The opcode in the binary format.
        public int code() {
            return code;
        }
    }
}
