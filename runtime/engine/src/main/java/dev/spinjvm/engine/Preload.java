package dev.spinjvm.engine;

import java.util.List;

/// Initialises the classes that compiled guests call.
///
/// A guest chooses where its stack ends. If a class were initialised there for the first time, its
/// initialiser would overflow the stack, and the class would be unusable for the rest of the process.
final class Preload {

    private static final List<String> USED_BY_GUESTS = List.of("run.endive.runtime.OpcodeImpl",
            "run.endive.runtime.BitOps", "run.endive.runtime.CallResult", "run.endive.runtime.TrapException",
            "run.endive.runtime.WasmException", "run.endive.runtime.WasmRuntimeException",
            "run.endive.runtime.WasmInterruptedException", "run.endive.runtime.MemCopyWorkaround",
            "run.endive.wasm.WasmEngineException", "run.endive.wasm.InvalidException",
            "run.endive.wasm.UninstantiableException", "run.endive.wasm.types.Value",
            "run.endive.wasm.types.ValType", "run.endive.wasm.types.ValType$TypeIdxCode",
            "run.endive.wasm.types.PassiveDataSegment");

    private Preload() {}

    static void run() {
        try {
            for (String name : USED_BY_GUESTS) {
                Class.forName(name);
            }
            for (Class<?> own : List.of(FlatMemory.class, GuestTable.class, Traps.class, TrapException.Kind.class,
                    CoreFunction.class)) {
                Class.forName(own.getName());
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the engine's libraries are incomplete", e);
        }
    }
}
