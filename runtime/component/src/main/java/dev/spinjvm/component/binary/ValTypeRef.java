package dev.spinjvm.component.binary;

/// A value type where it is used: a primitive type in place, or the index of a defined type (Binary.md, `valtype`).
public sealed interface ValTypeRef permits PrimType, ValTypeRef.TypeIndex {

    /// A type index of the current scope.
    record TypeIndex(int index) implements ValTypeRef {}
}
