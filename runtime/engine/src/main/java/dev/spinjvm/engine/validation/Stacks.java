package dev.spinjvm.engine.validation;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.HeapType;
import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.ValueType;
import dev.spinjvm.engine.binary.Op;
import java.util.Arrays;
import java.util.List;

/// The operand stack and the control stack of the validation algorithm (core specification, appendix "Validation
/// Algorithm").
@SuppressWarnings("ReferenceEquality")
final class Stacks {

    /// A value of any type: what unreachable code finds where no value was pushed.
    static final RefType ANY = new RefType(false, new HeapType("bottom"));
    /// A reference of any type.
    static final RefType ANY_REFERENCE = new RefType(false, new HeapType("bottom reference"));

    /// A call of two bytes can push a thousand values.
    private static final int MOST_OPERANDS = 1 << 18;

    private ValueType[] operands = new ValueType[64];
    private int size;

    private Frame[] frames = new Frame[16];
    private int depth;
    private Frame top = new Frame();

    /// A block that is open.
    static final class Frame {
        int opcode;
        FuncType type = new FuncType(List.of(), List.of());
        /// The operand stack's size below the block.
        int height;
        /// How many locals had been initialised before the block.
        int initialised;
        boolean unreachable;

        List<ValueType> labelTypes() {
            return opcode == Op.LOOP ? type.params() : type.results();
        }
    }

    Stacks() {
        Arrays.setAll(frames, _ -> new Frame());
    }

    int depth() {
        return depth;
    }

    void enter(int opcode, FuncType type, int initialised) {
        if (depth == frames.length) {
            frames = Arrays.copyOf(frames, depth * 2);
            for (int i = depth; i < frames.length; i++) {
                frames[i] = new Frame();
            }
        }
        top = frames[depth++];
        top.opcode = opcode;
        top.type = type;
        top.height = size;
        top.initialised = initialised;
        top.unreachable = false;
        push(type.params());
    }

    /// Ends the innermost block, whose results must be all that is on its stack. The frame stays readable until the
    /// next one is entered; the results are not pushed.
    Frame leave() {
        Frame left = top;
        pop(left.type.results());
        if (size != left.height) {
            throw new InvalidModuleException("type mismatch: " + (size - left.height) + " values are left at the end of a block");
        }
        depth--;
        if (depth > 0) {
            top = frames[depth - 1];
        }
        return left;
    }

    /// The types that a branch to the label `label` takes.
    List<ValueType> labelTypes(int label) {
        if (label < 0 || label >= depth) {
            throw new InvalidModuleException("unknown label " + Integer.toUnsignedString(label));
        }
        return frames[depth - 1 - label].labelTypes();
    }

    void unreachable() {
        size = top.height;
        top.unreachable = true;
    }

    void push(ValueType type) {
        if (size == operands.length) {
            if (size >= MOST_OPERANDS) {
                throw new InvalidModuleException("too many operands on the stack");
            }
            operands = Arrays.copyOf(operands, size * 2);
        }
        operands[size++] = type;
    }

    void push(List<ValueType> types) {
        for (int i = 0; i < types.size(); i++) {
            push(types.get(i));
        }
    }

    ValueType pop() {
        if (size == top.height) {
            if (top.unreachable) {
                return ANY;
            }
            throw new InvalidModuleException("type mismatch: a value is missing on the stack");
        }
        return operands[--size];
    }

    void pop(ValueType expected) {
        if (size == top.height) {
            if (top.unreachable) {
                return;
            }
            throw new InvalidModuleException("type mismatch: instruction requires [" + expected + "] but stack has []");
        }
        ValueType found = operands[--size];
        if (found != expected && !matches(found, expected)) {
            throw new InvalidModuleException(
                    "type mismatch: instruction requires [" + expected + "] but stack has [" + found + "]");
        }
    }

    void pop(List<ValueType> types) {
        for (int i = types.size() - 1; i >= 0; i--) {
            pop(types.get(i));
        }
    }

    /// Pops a reference; [#ANY_REFERENCE] in unreachable code.
    RefType popReference() {
        ValueType found = pop();
        if (found == ANY) {
            return ANY_REFERENCE;
        }
        if (found instanceof RefType reference) {
            return reference;
        }
        throw new InvalidModuleException("type mismatch: instruction requires a reference but stack has [" + found + "]");
    }

    /// Checks that the uppermost operands have these types, and leaves them.
    void check(List<ValueType> types) {
        int at = size;
        for (int i = types.size() - 1; i >= 0; i--) {
            if (at == top.height) {
                if (top.unreachable) {
                    return;
                }
                throw new InvalidModuleException("type mismatch: a branch requires [" + types.get(i) + "] but stack has []");
            }
            ValueType found = operands[--at];
            if (!matches(found, types.get(i))) {
                throw new InvalidModuleException(
                        "type mismatch: a branch requires [" + types.get(i) + "] but stack has [" + found + "]");
            }
        }
    }

    static boolean matches(ValueType found, ValueType expected) {
        return found == expected || found == ANY || (found == ANY_REFERENCE ? expected instanceof RefType : found.matches(expected));
    }

    static boolean matches(List<ValueType> found, List<ValueType> expected) {
        if (found.size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (!matches(found.get(i), expected.get(i))) {
                return false;
            }
        }
        return true;
    }
}
