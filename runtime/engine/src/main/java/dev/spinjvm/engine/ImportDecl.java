package dev.spinjvm.engine;

/// One import of a core module; both names may be empty.
public record ImportDecl(String module, String name, ExternDecl type) {}
