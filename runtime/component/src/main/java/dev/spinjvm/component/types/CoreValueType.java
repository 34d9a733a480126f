package dev.spinjvm.component.types;

/// A core value type (WebAssembly 3.0, `valtype`), with type indices resolved.
public sealed interface CoreValueType {

    /// Number and vector types; the names are those of the text format.
    enum Num implements CoreValueType {
        I32, I64, F32, F64, V128;

        private final String text = name().toLowerCase(java.util.Locale.ROOT);

        @Override
        public String toString() {
            return text;
        }
    }

    record Ref(boolean nullable, Heap heap) implements CoreValueType {

        @Override
        public String toString() {
            if (nullable && heap instanceof AbstractHeap abstractHeap) {
                return abstractHeap == AbstractHeap.NONE ? "nullref" : abstractHeap + "ref";
            }
            return "(ref " + (nullable ? "null " : "") + heap + ")";
        }
    }

    /// What a reference points to.
    sealed interface Heap {}

    enum AbstractHeap implements Heap {
        NOEXN, NOFUNC, NOEXTERN, NONE, FUNC, EXTERN, ANY, EQ, I31, STRUCT, ARRAY, EXN;

        private final String text = name().toLowerCase(java.util.Locale.ROOT);

        @Override
        public String toString() {
            return text;
        }
    }

    record DefinedHeap(CoreDefType type) implements Heap {

        @Override
        public String toString() {
            return "$type";
        }
    }

    /// Within the types of a [CoreDefType.RecGroup]: a member of the same group.
    record RecursiveHeap(int member) implements Heap {}
}
