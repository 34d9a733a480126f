package dev.spinjvm.engine;

/// A thing that an instance exports and that another instance, or the host, can be given.
///
/// Externs belong to the store of their instance: they are used by one thread at a time.
public sealed interface Extern permits CoreFunction, CoreMemory, CoreTable, CoreGlobal, CoreTag {

    /// The current type: limits of a memory or table start at the present size.
    ExternDecl type();
}
