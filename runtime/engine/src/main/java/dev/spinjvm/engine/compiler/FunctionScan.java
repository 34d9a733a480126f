package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.WasmModule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// What has to be known of a body before its code is written.
final class FunctionScan {

    /// An indirect call: through which table, of which type.
    record IndirectCall(int type, int table) {}

    /// Whether the first memory is read or written, and whether it is written.
    boolean usesMemory;
    boolean writesMemory;
    /// Whether other functions are called.
    boolean calls;
    /// Whether a memory may be larger after a call of this function. Complete when [#spreadGrowth] has run.
    boolean grows;
    boolean hasTailCalls;
    boolean hasTry;
    final Set<IndirectCall> indirectCalls = new HashSet<>();
    final Set<Integer> referenceCalls = new HashSet<>();
    /// Functions that must have an entry because a tail call names them.
    final Set<Integer> tailCallees = new HashSet<>();
    private int[] callees = new int[4];
    private int calleeCount;

    static FunctionScan of(WasmModule module, InstructionReader reader) {
        FunctionScan scan = new FunctionScan();
        while (reader.hasNext()) {
            scan.add(module, reader);
        }
        return scan;
    }

    private void add(WasmModule module, InstructionReader reader) {
        int op = reader.next();
        switch (op) {
            case Op.CALL -> callee(module, reader.index);
            case Op.RETURN_CALL -> {
                callee(module, reader.index);
                hasTailCalls = true;
                tailCallees.add(reader.index);
            }
            case Op.CALL_INDIRECT, Op.RETURN_CALL_INDIRECT -> {
                unknownCallee();
                indirectCalls.add(new IndirectCall(reader.index, reader.second));
                hasTailCalls |= op == Op.RETURN_CALL_INDIRECT;
            }
            case Op.CALL_REF, Op.RETURN_CALL_REF -> {
                unknownCallee();
                referenceCalls.add(reader.index);
                hasTailCalls |= op == Op.RETURN_CALL_REF;
            }
            case Op.MEMORY_GROW -> grows = true;
            case Op.TRY_TABLE -> hasTry = true;
            default -> {
                if (op >= 0x28 && op <= 0x3e) {
                    memory(module, reader.memory, op >= 0x36);
                } else if (op >>> 16 >= Op.PREFIX_SIMD) {
                    memory(module, 0, true);
                }
            }
        }
    }

    private void memory(WasmModule module, int index, boolean write) {
        if (index == 0 && !module.memories().isEmpty()) {
            usesMemory = true;
            writesMemory |= write;
        }
    }

    private void unknownCallee() {
        calls = true;
        grows = true;
    }

    private void callee(WasmModule module, int function) {
        if (function < module.importedFunctions()) {
            unknownCallee();
            return;
        }
        calls = true;
        if (calleeCount == callees.length) {
            callees = Arrays.copyOf(callees, calleeCount * 2);
        }
        callees[calleeCount++] = function - module.importedFunctions();
    }

    /// Lets callers of functions that may grow a memory know.
    static void spreadGrowth(FunctionScan[] scans) {
        boolean changed = true;
        while (changed) {
            changed = false;
            // Callees tend to come before their callers, or after: one pass in each direction settles most.
            for (int i = 0; i < scans.length; i++) {
                changed |= scans[i].learn(scans);
            }
            for (int i = scans.length - 1; i >= 0; i--) {
                changed |= scans[i].learn(scans);
            }
        }
        for (FunctionScan scan : scans) {
            scan.callees = new int[0];
        }
    }

    private boolean learn(FunctionScan[] scans) {
        if (!grows) {
            for (int i = 0; i < calleeCount; i++) {
                if (scans[callees[i]].grows) {
                    grows = true;
                    return true;
                }
            }
        }
        return false;
    }
}
