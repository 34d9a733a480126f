package dev.spinjvm.engine;

/// One export of a core module; the name may be empty.
public record ExportDecl(String name, ExternDecl type) {}
