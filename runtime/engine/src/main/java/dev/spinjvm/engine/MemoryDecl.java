package dev.spinjvm.engine;

/// The type of a linear memory; limits count pages of 64 KiB.
public record MemoryDecl(Limits limits, boolean shared, boolean index64) implements ExternDecl {

    @Override
    public boolean matches(ExternDecl expected) {
        return expected instanceof MemoryDecl other && limits.matches(other.limits) && shared == other.shared
                && index64 == other.index64;
    }

    @Override
    public String toString() {
        return "memory " + (index64 ? "i64 " : "") + limits + (shared ? " shared" : "");
    }
}
