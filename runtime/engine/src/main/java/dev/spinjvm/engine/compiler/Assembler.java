package dev.spinjvm.engine.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes the code of one method: instructions, jumps, the operand stack's greatest depth, stack map frames.
///
/// The local variables that frames mention are the same all through the method ([#begin]); others may be used
/// between two labels only.
final class Assembler {

    /// Jumps reach this far; larger methods are cut before.
    static final int MAX_SIZE = 32_767;

    private static final Kind[] EMPTY = {};

    /// A place in the code.
    static final class Label {
        private int pc = -1;
        private int[] jumps = new int[2];
        private int jumpCount;

        private boolean used;

        boolean isUsed() {
            return used;
        }

        /// Says that something will come here though no jump is written.
        void use() {
            used = true;
        }

        boolean isBound() {
            return pc >= 0;
        }

        private void jump(int at, int from) {
            used = true;
            if (jumpCount + 2 > jumps.length) {
                jumps = Arrays.copyOf(jumps, jumps.length * 2);
            }
            jumps[jumpCount++] = at;
            jumps[jumpCount++] = from;
        }
    }

    private record Frame(int pc, Kind[] stack) {}

    private record Handler(Label start, Label end, Label handler, String type) {}

    private final ConstantPool pool;
    private final ByteSink code = new ByteSink(1024);
    private final List<Frame> frames = new ArrayList<>();
    private final List<Handler> handlers = new ArrayList<>();
    private Kind[] parameters = EMPTY;
    private Kind[] locals = EMPTY;
    private int depth;
    private int maxDepth;
    private int maxLocals;

    Assembler(ConstantPool pool) {
        this.pool = pool;
    }

    /// Begins a method.
    ///
    /// @param parameterKinds the kinds of the parameters, which are the first local variables
    /// @param localKinds the kinds of all local variables that live across labels, parameters included
    void begin(Kind[] parameterKinds, Kind[] localKinds) {
        code.reset();
        frames.clear();
        handlers.clear();
        parameters = parameterKinds;
        locals = localKinds;
        depth = 0;
        maxDepth = 0;
        maxLocals = 0;
        for (Kind kind : localKinds) {
            maxLocals += kind.slots;
        }
    }

    int size() {
        return code.size();
    }

    /// Makes sure that the local variables up to `slots` exist.
    void useLocals(int slots) {
        maxLocals = Math.max(maxLocals, slots);
    }

    /// Writes an instruction without operands that changes the stack's depth by `delta` slots.
    void op(int opcode, int delta) {
        code.u1(opcode);
        grow(delta);
    }

    private void grow(int delta) {
        depth += delta;
        if (depth > maxDepth) {
            maxDepth = depth;
        }
    }

    void load(Kind kind, int slot) {
        local(kind.loadOpcode, 26 + (kind.loadOpcode - 21) * 4, slot);
        grow(kind.slots);
    }

    void store(Kind kind, int slot) {
        useLocals(slot + kind.slots);
        local(kind.storeOpcode, 59 + (kind.storeOpcode - 54) * 4, slot);
        grow(-kind.slots);
    }

    private void local(int opcode, int shortForm, int slot) {
        if (slot < 4) {
            code.u1(shortForm + slot);
        } else if (slot < 256) {
            code.u1(opcode);
            code.u1(slot);
        } else {
            code.u1(196);
            code.u1(opcode);
            code.u2(slot);
        }
    }

    void constInt(int value) {
        if (value >= -1 && value <= 5) {
            code.u1(3 + value);
        } else if (value == (byte) value) {
            code.u1(16);
            code.u1(value);
        } else if (value == (short) value) {
            code.u1(17);
            code.u2(value);
        } else {
            loadConstant(pool.integer(value));
        }
        grow(1);
    }

    void constLong(long value) {
        if (value == 0 || value == 1) {
            code.u1(9 + (int) value);
            grow(2);
        } else if (value == (short) value) {
            constInt((int) value);
            op(133, 1);
        } else {
            code.u1(20);
            code.u2(pool.longInteger(value));
            grow(2);
        }
    }

    void constFloat(int bits) {
        if (bits == 0) {
            code.u1(11);
        } else {
            loadConstant(pool.floating(bits));
        }
        grow(1);
    }

    void constDouble(long bits) {
        if (bits == 0) {
            code.u1(14);
        } else {
            code.u1(20);
            code.u2(pool.doubleFloating(bits));
        }
        grow(2);
    }

    private void loadConstant(int index) {
        if (index < 256) {
            code.u1(18);
            code.u1(index);
        } else {
            code.u1(19);
            code.u2(index);
        }
    }

    void zero(Kind kind) {
        switch (kind) {
            case INT -> constInt(0);
            case LONG -> constLong(0);
            case FLOAT -> constFloat(0);
            case DOUBLE -> constDouble(0);
            case VECTOR -> getStatic(Names.VECTOR, "ZERO", Kind.VECTOR.descriptor);
            case REFERENCE, INSTANCE, BYTES, CARDS, WORDS, OBJECTS, FUNCTION, EXCEPTION -> op(1, 1);
        }
    }

    void invokeStatic(String owner, String name, String descriptor) {
        invoke(184, owner, name, descriptor, 0);
    }

    void invokeVirtual(String owner, String name, String descriptor) {
        invoke(182, owner, name, descriptor, 1);
    }

    void invokeSpecial(String owner, String name, String descriptor) {
        invoke(183, owner, name, descriptor, 1);
    }

    private void invoke(int opcode, String owner, String name, String descriptor, int receiver) {
        code.u1(opcode);
        code.u2(pool.method(owner, name, descriptor));
        grow(-receiver - Descriptors.parameterSlots(descriptor));
        grow(Descriptors.returnSlots(descriptor));
    }

    void getField(String owner, String name, String descriptor) {
        code.u1(180);
        code.u2(pool.field(owner, name, descriptor));
        grow(Descriptors.slots(descriptor) - 1);
    }

    void putField(String owner, String name, String descriptor) {
        code.u1(181);
        code.u2(pool.field(owner, name, descriptor));
        grow(-Descriptors.slots(descriptor) - 1);
    }

    void getStatic(String owner, String name, String descriptor) {
        code.u1(178);
        code.u2(pool.field(owner, name, descriptor));
        grow(Descriptors.slots(descriptor));
    }

    void putStatic(String owner, String name, String descriptor) {
        code.u1(179);
        code.u2(pool.field(owner, name, descriptor));
        grow(-Descriptors.slots(descriptor));
    }

    void loadClass(String type) {
        loadConstant(pool.type(type));
        grow(1);
    }

    void loadString(String text) {
        loadConstant(pool.string(text));
        grow(1);
    }

    void checkCast(String type) {
        code.u1(192);
        code.u2(pool.type(type));
    }

    void newArray(String elementType) {
        code.u1(189);
        code.u2(pool.type(elementType));
    }

    void newLongArray() {
        code.u1(188);
        code.u1(11);
    }

    void newByteArray() {
        code.u1(188);
        code.u1(8);
    }

    void pop(Kind kind) {
        op(kind.slots == 2 ? 88 : 87, -kind.slots);
    }

    void dup(Kind kind) {
        op(kind.slots == 2 ? 92 : 89, kind.slots);
    }

    void returnValue(Kind kind) {
        op(kind.returnOpcode, -kind.slots);
    }

    void returnVoid() {
        op(177, 0);
    }

    /// Writes a jump whose operands on the stack take `operands` slots.
    void jump(int opcode, int operands, Label target) {
        int from = code.size();
        grow(-operands);
        code.u1(opcode);
        target.jump(code.size(), from);
        code.u2(0);
        if (target.pc >= 0) {
            code.putU2(from + 1, target.pc - from);
        }
    }

    void jump(Label target) {
        jump(167, 0, target);
    }

    /// Pops an int and goes to the label at that position, or to the last one.
    void tableSwitch(int low, Label[] targets, Label otherwise) {
        int from = code.size();
        grow(-1);
        code.u1(170);
        while ((code.size() & 3) != 0) {
            code.u1(0);
        }
        wide(otherwise, from);
        code.u4(low);
        code.u4(low + targets.length - 1);
        for (Label target : targets) {
            wide(target, from);
        }
    }

    private void wide(Label target, int from) {
        // A negative origin marks an offset of four bytes.
        target.jump(code.size(), ~from);
        code.u4(target.pc >= 0 ? target.pc - from : 0);
    }

    /// Puts the label here; `stack` holds the operand stack's values if a jump arrives.
    void bind(Label label, Kind[] stack) {
        label.pc = code.size();
        for (int i = 0; i < label.jumpCount; i += 2) {
            int at = label.jumps[i];
            int from = label.jumps[i + 1];
            if (from < 0) {
                code.putU4(at, label.pc - ~from);
            } else {
                code.putU2(at, label.pc - from);
            }
        }
        frame(stack);
    }

    /// Puts a label here that no jump needs, such as the end of a guarded range.
    void mark(Label label) {
        label.pc = code.size();
    }

    /// Whether there is code between two places.
    boolean isBetween(Label start, Label end) {
        return start.pc < end.pc;
    }

    /// Ends a path that is never taken.
    void endPath() {
        op(1, 1);
        op(191, -1);
    }

    private void frame(Kind[] stack) {
        int slots = 0;
        for (Kind kind : stack) {
            slots += kind.slots;
        }
        depth = slots;
        maxDepth = Math.max(maxDepth, slots);
        int last = frames.size() - 1;
        if (last < 0 || frames.get(last).pc != code.size()) {
            frames.add(new Frame(code.size(), stack));
        }
    }

    /// Sends exceptions of class `type` thrown between the labels to `handler`.
    void guard(Label start, Label end, Label handler, String type) {
        handlers.add(new Handler(start, end, handler, type));
    }

    /// Writes the `Code` attribute.
    void writeAttribute(ByteSink out) {
        ByteSink table = stackMap();
        int attributes = table.size() == 0 ? 0 : 1;
        int tableName = attributes == 0 ? 0 : pool.utf8("StackMapTable");
        out.u2(pool.utf8("Code"));
        out.u4(12 + code.size() + handlers.size() * 8 + (attributes == 0 ? 0 : 6 + table.size()));
        out.u2(maxDepth);
        out.u2(maxLocals);
        out.u4(code.size());
        out.bytes(code);
        out.u2(handlers.size());
        for (Handler handler : handlers) {
            out.u2(handler.start.pc);
            out.u2(handler.end.pc);
            out.u2(handler.handler.pc);
            out.u2(pool.type(handler.type));
        }
        out.u2(attributes);
        if (attributes != 0) {
            out.u2(tableName);
            out.u4(table.size());
            out.bytes(table);
        }
    }

    private ByteSink stackMap() {
        ByteSink out = new ByteSink(64 + frames.size() * 3);
        if (frames.isEmpty()) {
            return out;
        }
        out.u2(frames.size());
        int previous = -1;
        boolean declared = Arrays.equals(parameters, locals);
        for (Frame frame : frames) {
            int delta = frame.pc - previous - 1;
            previous = frame.pc;
            if (declared && frame.stack.length == 0) {
                if (delta < 64) {
                    out.u1(delta);
                } else {
                    out.u1(251);
                    out.u2(delta);
                }
            } else if (declared && frame.stack.length == 1) {
                if (delta < 64) {
                    out.u1(64 + delta);
                } else {
                    out.u1(247);
                    out.u2(delta);
                }
                verificationType(out, frame.stack[0]);
            } else {
                out.u1(255);
                out.u2(delta);
                verificationTypes(out, locals);
                verificationTypes(out, frame.stack);
                declared = true;
            }
        }
        return out;
    }

    private void verificationTypes(ByteSink out, Kind[] kinds) {
        out.u2(kinds.length);
        for (Kind kind : kinds) {
            verificationType(out, kind);
        }
    }

    private void verificationType(ByteSink out, Kind kind) {
        out.u1(kind.tag);
        if (kind.isObject()) {
            out.u2(pool.type(kind.className()));
        }
    }
}
