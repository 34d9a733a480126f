package dev.spinjvm.engine;

import run.endive.runtime.GlobalInstance;

/// A global.
public final class CoreGlobal implements Extern {

    private final GlobalDecl type;
    final GlobalInstance global;

    CoreGlobal(GlobalDecl type, GlobalInstance global) {
        this.type = type;
        this.global = global;
    }

    @Override
    public GlobalDecl type() {
        return type;
    }

    /// The value of a number global, encoded as [CoreFunction#call] says.
    public long value() {
        return type.valueType() == NumericType.I32 || type.valueType() == NumericType.F32
                ? (int) global.getValue()
                : global.getValue();
    }
}
