package dev.spinjvm.engine;

import dev.spinjvm.engine.guest.GuestGlobal;

/// A global.
public final class CoreGlobal implements Extern {

    private final GlobalDecl type;
    final GuestGlobal global;

    CoreGlobal(GlobalDecl type, GuestGlobal global) {
        this.type = type;
        this.global = global;
    }

    @Override
    public GlobalDecl type() {
        return type;
    }

    /// The value of a number global, encoded as [CoreFunction#call] says.
    public long value() {
        return global.word;
    }
}
