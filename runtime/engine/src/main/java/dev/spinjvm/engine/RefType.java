package dev.spinjvm.engine;

/// A reference type: nullability and heap type.
public record RefType(boolean nullable, HeapType heapType) implements ValueType {

    @Override
    public boolean matches(ValueType expected) {
        return expected instanceof RefType want && (want.nullable || !nullable) && heapType.matches(want.heapType);
    }

    @Override
    public String toString() {
        return nullable && !heapType.isDefined() ? heapType + "ref" : "(ref " + (nullable ? "null " : "") + heapType + ")";
    }
}
