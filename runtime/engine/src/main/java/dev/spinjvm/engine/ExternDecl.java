package dev.spinjvm.engine;

/// The type of an import or an export.
///
/// Immutable; see the core specification, section "External Types".
public sealed interface ExternDecl permits FuncType, TableDecl, MemoryDecl, GlobalDecl, TagDecl {

    /// Whether something of this type may be given where `expected` is asked for
    /// (core specification, section "Import Matching").
    boolean matches(ExternDecl expected);
}
