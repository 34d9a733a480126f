package dev.spinjvm.engine;

/// The type of a global.
public record GlobalDecl(ValueType valueType, boolean mutable) implements ExternDecl {

    @Override
    public boolean matches(ExternDecl expected) {
        return expected instanceof GlobalDecl other && mutable == other.mutable
                && (mutable ? valueType.equals(other.valueType) : valueType.matches(other.valueType));
    }

    @Override
    public String toString() {
        return "global " + (mutable ? "(mut " + valueType + ")" : valueType.toString());
    }
}
