package dev.spinjvm.component.binary;

/// A declaration in a component or instance type (Binary.md, `componentdecl` and `instancedecl`).
public sealed interface TypeDecl {

    /// Position of the declaration's first byte in the file.
    int offset();

    record CoreTypeDecl(CoreTypeExpr type, int offset) implements TypeDecl {}

    record DefinedTypeDecl(TypeExpr type, int offset) implements TypeDecl {}

    record AliasDecl(Alias alias, int offset) implements TypeDecl {}

    /// In component types only.
    record ImportDecl(ExternName name, ExternDesc type, int offset) implements TypeDecl {}

    record ExportDecl(ExternName name, ExternDesc type, int offset) implements TypeDecl {}
}
