package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.CoreFunction;
import dev.spinjvm.engine.TrapException;
import java.util.List;

/// Initialises the classes that compiled guests call.
///
/// A guest chooses where its stack ends. If a class were initialised there for the first time, its
/// initialiser would overflow the stack, and the class would be unusable for the rest of the process.
public final class Preload {

    private static final List<Class<?>> USED_BY_GUESTS = List.of(FunctionReference.class, GuestException.class,
            GuestGlobal.class, GuestInstance.class, GuestTable.class, GuestTag.class, LinearMemory.class,
            ModuleClassLoader.class, Pacing.class, RunningGuests.class, Traps.class, TrapException.class, TrapException.Kind.class,
            CoreFunction.class, Atomics.class, V128.class, VectorMemory.class, Lanes.class, I8x16.class, I16x8.class,
            I32x4.class, I64x2.class, F32x4.class, F64x2.class,
            GuestCalls.class, Numeric.class, CheckedAccess.isNeeded() ? CheckedAccess.class : MemoryAccess.class);

    private Preload() {}

    /// Done once before any guest runs.
    public static void run() {
        try {
            for (Class<?> type : USED_BY_GUESTS) {
                Class.forName(type.getName());
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the engine is incomplete", e);
        }
    }
}
