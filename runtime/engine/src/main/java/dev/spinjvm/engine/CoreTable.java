package dev.spinjvm.engine;

import dev.spinjvm.engine.guest.GuestTable;

/// A table of references.
public final class CoreTable implements Extern {

    final GuestTable table;

    CoreTable(GuestTable table) {
        this.table = table;
    }

    /// The number of elements.
    public int size() {
        return table.size();
    }

    @Override
    public TableDecl type() {
        TableDecl declared = table.declared();
        return new TableDecl(declared.elementType(), new Limits(table.size(), declared.limits().max()),
                declared.shared(), declared.index64());
    }
}
