package dev.spinjvm.engine;

/// The type of a table.
public record TableDecl(RefType elementType, Limits limits, boolean shared, boolean index64) implements ExternDecl {

    @Override
    public boolean matches(ExternDecl expected) {
        return expected instanceof TableDecl other && elementType.equals(other.elementType)
                && limits.matches(other.limits) && shared == other.shared && index64 == other.index64;
    }

    @Override
    public String toString() {
        return "table " + (index64 ? "i64 " : "") + limits + " " + elementType;
    }
}
