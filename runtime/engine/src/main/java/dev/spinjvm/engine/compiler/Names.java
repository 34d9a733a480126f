package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.guest.ModuleClassLoader;

/// Internal names of classes that compiled code is made of or calls.
final class Names {

    /// The instance class of every compiled module; each module has a class loader of its own.
    static final String MODULE = "guest/Module";

    private static final String GUEST = "dev/spinjvm/engine/guest/";
    static final String BASE = GUEST + "GuestInstance";
    static final String FUNCTION = GUEST + "FunctionReference";
    static final String EXCEPTION = GUEST + "GuestException";
    static final String MEMORY = GUEST + "LinearMemory";
    static final String TABLE = GUEST + "GuestTable";
    static final String GLOBAL = GUEST + "GuestGlobal";
    static final String TAG = GUEST + "GuestTag";
    static final String VECTOR = GUEST + "V128";
    static final String DIRECT_ACCESS = GUEST + "MemoryAccess";
    static final String CHECKED_ACCESS = GUEST + "CheckedAccess";
    static final String NUMERIC = GUEST + "Numeric";
    static final String LOADER = GUEST + "ModuleClassLoader";
    static final String CALLS = GUEST + "GuestCalls";
    static final String TRAPS = GUEST + "Traps";

    /// There is no such class, and [dev.spinjvm.engine.guest.ModuleClassLoader] does not look for it.
    static final String NO_CLASS = ModuleClassLoader.NO_CLASS.replace('.', '/');

    private Names() {}

    static String type(String internalName) {
        return "L" + internalName + ";";
    }
}
