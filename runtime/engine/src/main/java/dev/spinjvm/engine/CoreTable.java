package dev.spinjvm.engine;

/// A table of references.
public final class CoreTable implements Extern {

    private final TableDecl declared;
    final GuestTable table;

    CoreTable(TableDecl declared, GuestTable table) {
        this.declared = declared;
        this.table = table;
    }

    /// The number of elements.
    public int size() {
        return table.size();
    }

    @Override
    public TableDecl type() {
        return new TableDecl(declared.elementType(), new Limits(table.size(), declared.limits().max()),
                declared.shared(), declared.index64());
    }
}
