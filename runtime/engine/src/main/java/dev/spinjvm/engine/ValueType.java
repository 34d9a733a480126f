package dev.spinjvm.engine;

/// The type of one core WebAssembly value.
///
/// Immutable; compare with `equals`. See the core specification, section "Value Types".
public sealed interface ValueType permits NumericType, RefType {

    /// 32-bit integer.
    NumericType I32 = NumericType.I32;
    /// 64-bit integer.
    NumericType I64 = NumericType.I64;
    /// 32-bit float.
    NumericType F32 = NumericType.F32;
    /// 64-bit float.
    NumericType F64 = NumericType.F64;
    /// 128-bit vector.
    NumericType V128 = NumericType.V128;
    /// Nullable reference to any function.
    RefType FUNCREF = new RefType(true, HeapType.FUNC);
    /// Nullable reference to a host value.
    RefType EXTERNREF = new RefType(true, HeapType.EXTERN);
    /// Nullable reference to an exception.
    RefType EXNREF = new RefType(true, HeapType.EXN);

    /// Whether a value of this type may stand where `expected` is asked for.
    ///
    /// Equal types match; a non-null reference matches its nullable form, and heap types follow the
    /// abstract hierarchy. Two defined heap types match when their structure is the same.
    boolean matches(ValueType expected);
}
