package dev.spinjvm.engine;

/// A reference type: nullability and heap type.
public record RefType(boolean nullable, HeapType heapType) implements ValueType {

    @Override
    public String toString() {
        return nullable && !heapType.isDefined() ? heapType + "ref" : "(ref " + (nullable ? "null " : "") + heapType + ")";
    }
}
