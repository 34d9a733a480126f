package dev.spinjvm.engine.compiler;

import java.util.ArrayList;
import java.util.List;

/// The local variables of one method: which slot holds which WebAssembly local, the instance, and the memory's arrays.
final class MethodLocals {

    /// The kinds of the method's parameters.
    final Kind[] parameters;
    /// The kinds of all variables that live across labels.
    final Kind[] all;
    /// The slot of each WebAssembly local, -1 for those that the method does not know.
    final int[] slots;
    final int instance;
    /// -1 if the method does not touch the first memory; likewise `cards` if it does not write it.
    final int bytes;
    final int cards;
    /// Where a handler keeps the exception, -1 if the method has none.
    final int exception;
    /// The first slot behind them.
    final int end;

    private MethodLocals(Kind[] parameters, Kind[] all, int[] slots, int instance, int bytes, int cards, int exception,
            int end) {
        this.parameters = parameters;
        this.all = all;
        this.slots = slots;
        this.instance = instance;
        this.bytes = bytes;
        this.cards = cards;
        this.exception = exception;
        this.end = end;
    }

    /// @param stack the values of the operand stack that the method takes as its first parameters
    /// @param passed the WebAssembly locals that are parameters
    /// @param own the WebAssembly locals that the method knows besides
    /// @param kinds the kinds of all WebAssembly locals
    static MethodLocals of(Kind[] stack, int[] passed, int[] own, Kind[] kinds, boolean memory, boolean writes,
            boolean handler) {
        int[] slots = new int[kinds.length];
        java.util.Arrays.fill(slots, -1);
        List<Kind> all = new ArrayList<>(List.of(stack));
        int next = 0;
        for (Kind kind : stack) {
            next += kind.slots;
        }
        for (int local : passed) {
            slots[local] = next;
            next += kinds[local].slots;
            all.add(kinds[local]);
        }
        int instance = next++;
        all.add(Kind.INSTANCE);
        Kind[] parameters = all.toArray(Kind[]::new);
        for (int local : own) {
            slots[local] = next;
            next += kinds[local].slots;
            all.add(kinds[local]);
        }
        int bytes = memory ? next++ : -1;
        int cards = writes ? next++ : -1;
        if (memory) {
            all.add(Kind.BYTES);
        }
        if (writes) {
            all.add(Kind.CARDS);
        }
        int exception = handler ? next++ : -1;
        if (handler) {
            all.add(Kind.EXCEPTION);
        }
        return new MethodLocals(parameters, all.toArray(Kind[]::new), slots, instance, bytes, cards, exception, next);
    }
}
