package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.compiler.Assembler.Label;
import java.util.Arrays;

/// The state of a body while its code is written: the WebAssembly operand stack, which lies on the JVM's, a comparison
/// that waits for the jump that may use it, and the arrays of the first memory in local variables.
class StackCode {

    private static final String[] COMPARE_NAMES = {"isEq", "isNe", "isLt", "isGe", "isGt", "isLe"};

    final ModuleLayout layout;
    final Assembler asm;
    final MethodLocals locals;

    private Kind[] stack = new Kind[16];
    int height;
    /// The least height since the last instruction began.
    int low;
    /// The jump that is taken if the comparison on top of the stack holds, or 0. Its operands take `pendingSlots` and
    /// count as one int of the stack.
    private int pendingJump;
    private int pendingSlots;
    /// Whether the memory's arrays may be others than the local variables hold.
    private boolean stale;
    /// Whether that was said since [#takeGrown].
    private boolean grown;

    StackCode(ModuleLayout layout, Assembler asm, MethodLocals locals) {
        this.layout = layout;
        this.asm = asm;
        this.locals = locals;
    }

    // ---- the operand stack

    final void push(Kind kind) {
        if (height == stack.length) {
            stack = Arrays.copyOf(stack, height * 2);
        }
        stack[height++] = kind;
    }

    final Kind pop() {
        height--;
        low = Math.min(low, height);
        return stack[height];
    }

    final void pop(int count) {
        height -= count;
        low = Math.min(low, height);
    }

    final void pushAll(Kind[] kinds) {
        for (Kind kind : kinds) {
            push(kind);
        }
    }

    final Kind peek(int depth) {
        return stack[height - 1 - depth];
    }

    final Kind[] top(int count) {
        return Arrays.copyOfRange(stack, height - count, height);
    }

    final Kind[] snapshot() {
        return Arrays.copyOf(stack, height);
    }

    /// Sets the height to `base` and pushes `kinds`; what lies below is as it was.
    final void resetTo(int base, Kind[] kinds) {
        height = base;
        low = Math.min(low, base);
        pushAll(kinds);
    }

    // ---- comparisons

    final void compare(NumericCode.Compare compare) {
        pop(compare.operands());
        push(Kind.INT);
        pendingSlots = NumericCode.write(compare, asm);
        pendingJump = compare.jump();
    }

    final void compareNull() {
        pop();
        push(Kind.INT);
        pendingSlots = 1;
        pendingJump = 198;
    }

    /// `i32.eqz`, which turns a waiting comparison around.
    final void equalsZero() {
        if (pendingJump != 0) {
            pendingJump = inverse(pendingJump);
        } else {
            pendingJump = 153;
            pendingSlots = 1;
        }
        low = Math.min(low, height - 1);
    }

    final boolean hasPending() {
        return pendingJump != 0;
    }

    /// Makes a number of the waiting comparison, if there is one.
    final void flush() {
        if (pendingJump == 0) {
            return;
        }
        int jump = pendingJump;
        pendingJump = 0;
        if (jump >= 198) {
            asm.invokeStatic(Names.NUMERIC, jump == 198 ? "isNull" : "isNonNull", "(Ljava/lang/Object;)I");
        } else if (pendingSlots == 1) {
            asm.invokeStatic(Names.NUMERIC, COMPARE_NAMES[jump - 153], "(I)I");
        } else {
            asm.invokeStatic(Names.NUMERIC, COMPARE_NAMES[jump - 159], "(II)I");
        }
    }

    /// Pops the condition on top, whatever its form, and jumps if it is (or is not) zero.
    final void jumpIf(boolean nonZero, Label target) {
        pop();
        int jump = pendingJump != 0 ? pendingJump : 154;
        int slots = pendingJump != 0 ? pendingSlots : 1;
        pendingJump = 0;
        asm.jump(nonZero ? jump : inverse(jump), slots, target);
    }

    private static int inverse(int jump) {
        return jump >= 198 ? jump ^ 1 : (jump + 1 ^ 1) - 1;
    }

    // ---- the instance and the memory's arrays

    final void loadInstance() {
        asm.load(Kind.INSTANCE, locals.instance);
    }

    /// Loads the memory's arrays at the beginning of a method.
    final void loadMemory() {
        stale = true;
        refresh();
    }

    /// Clears the local variable of the memory's array, before a call after which the array may be another one. The guest may wait
    /// in that call for long, and frames of the interpreter would hold an array meanwhile that the memory gave up. To be followed by
    /// [#memoryMayHaveGrown]. Costs nothing in optimised code.
    final void forgetMemory() {
        if (!stale && locals.bytes >= 0) {
            asm.op(1, 1);
            asm.store(Kind.BYTES, locals.bytes);
        }
    }

    /// Says that a memory may have grown.
    final void memoryMayHaveGrown() {
        stale = true;
        grown = true;
    }

    /// Whether [#memoryMayHaveGrown] was called since the last question.
    final boolean takeGrown() {
        boolean out = grown;
        grown = false;
        return out;
    }

    /// Sees to it that the local variables hold the memory's arrays. Needed before each access, jump and label.
    final void refresh() {
        if (!stale) {
            return;
        }
        stale = false;
        if (locals.bytes < 0) {
            return;
        }
        loadInstance();
        asm.getField(Names.MODULE, "memory0", Names.type(Names.MEMORY));
        if (locals.cards >= 0) {
            asm.op(89, 1);
            asm.getField(Names.MEMORY, "cards", Kind.CARDS.descriptor);
            asm.store(Kind.CARDS, locals.cards);
        }
        asm.getField(Names.MEMORY, "bytes", Kind.BYTES.descriptor);
        asm.store(Kind.BYTES, locals.bytes);
    }

    // ---- values that pass between methods through fields of the instance

    /// For each value its position among those of its kind.
    static int[] ordinals(Kind[] kinds) {
        int[] counts = new int[Kind.values().length];
        int[] out = new int[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            out[i] = counts[kinds[i].ordinal()]++;
        }
        return out;
    }

    /// Stores the value on top of the JVM's stack.
    final void storeTransfer(Kind kind, int ordinal) {
        loadInstance();
        if (kind.slots == 1) {
            asm.op(95, 0);
        } else {
            asm.op(91, 1);
            asm.op(87, -1);
        }
        asm.putField(Names.MODULE, layout.transferField(kind, ordinal), kind.descriptor);
    }

    final void loadTransfer(Kind kind, int ordinal) {
        loadInstance();
        asm.getField(Names.MODULE, layout.transferField(kind, ordinal), kind.descriptor);
    }

    /// Moves the topmost values, of these kinds, from the JVM's stack to the transfer fields.
    final void storeTransfers(Kind[] kinds) {
        int[] ordinals = ordinals(kinds);
        for (int i = kinds.length - 1; i >= 0; i--) {
            storeTransfer(kinds[i], ordinals[i]);
        }
    }

    final void loadTransfers(Kind[] kinds) {
        int[] ordinals = ordinals(kinds);
        for (int i = 0; i < kinds.length; i++) {
            loadTransfer(kinds[i], ordinals[i]);
        }
    }

    // ---- values that pass through the arrays of the instance

    /// Moves the topmost values from the JVM's stack to the instance's arrays.
    final void storeArrays(Kind[] kinds) {
        int[] slots = temporaries(kinds);
        for (int i = kinds.length - 1; i >= 0; i--) {
            asm.store(kinds[i], slots[i]);
        }
        for (int i = 0; i < kinds.length; i++) {
            loadInstance();
            ArrayCode.beginStore(asm, kinds[i], i);
            asm.load(kinds[i], slots[i]);
            ArrayCode.endStore(asm, kinds[i]);
        }
    }

    /// Local variables for values of these kinds, which live until the next label only.
    final int[] temporaries(Kind[] kinds) {
        int[] out = new int[kinds.length];
        int next = locals.end;
        for (int i = 0; i < kinds.length; i++) {
            out[i] = next;
            next += kinds[i].slots;
        }
        return out;
    }
}
