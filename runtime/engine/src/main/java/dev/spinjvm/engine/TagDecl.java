package dev.spinjvm.engine;

/// The type of an exception tag.
public record TagDecl(FuncType type) implements ExternDecl {

    @Override
    public boolean matches(ExternDecl expected) {
        return equals(expected);
    }

    @Override
    public String toString() {
        return "tag " + type;
    }
}
