package dev.spinjvm.engine;

import java.util.Locale;

/// The number and vector types of core WebAssembly.
public enum NumericType implements ValueType {
    I32, I64, F32, F64, V128;

    @Override
    public boolean matches(ValueType expected) {
        return expected == this;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
