package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.binary.WasmModule.Range;
import dev.spinjvm.engine.guest.GuestGlobal;
import dev.spinjvm.engine.guest.GuestInstance;
import dev.spinjvm.engine.guest.V128;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A constant expression (core specification, "Constant Expressions"), decoded once for all instances of a module.
///
/// Immutable; thread-safe.
final class ConstantExpression {

    /// The instructions, and what follows each of them immediately.
    private final int[] ops;
    private final long[] values;
    private final @Nullable V128 vector;

    private ConstantExpression(int[] ops, long[] values, @Nullable V128 vector) {
        this.ops = ops;
        this.values = values;
        this.vector = vector;
    }

    static ConstantExpression decode(WasmModule module, Range range) {
        InstructionReader reader = new InstructionReader(module.bytes(), range.start(), range.end(),
                module.typeReader());
        int[] ops = new int[1];
        long[] values = new long[1];
        V128 vector = null;
        int count = 0;
        while (reader.next() != Op.END) {
            if (count == ops.length) {
                ops = Arrays.copyOf(ops, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            ops[count] = reader.opcode;
            values[count++] = immediate(reader);
            if (reader.opcode == Op.V128_CONST) {
                vector = V128.of(reader.value, reader.high);
            }
        }
        return new ConstantExpression(Arrays.copyOf(ops, count), Arrays.copyOf(values, count), vector);
    }

    private static long immediate(InstructionReader reader) {
        return switch (reader.opcode) {
            case Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST -> reader.value;
            case Op.GLOBAL_GET, Op.REF_FUNC -> reader.index;
            case Op.REF_NULL, Op.V128_CONST, Op.I32_ADD, Op.I32_SUB, Op.I32_MUL, Op.I64_ADD, Op.I64_SUB, Op.I64_MUL -> 0;
            default -> throw new InvalidModuleException("constant expression required: opcode 0x"
                    + Integer.toHexString(reader.opcode) + " at offset " + reader.position);
        };
    }

    /// Whether the value is a number, the same in every instance.
    boolean isFixed() {
        for (int op : ops) {
            if (op == Op.GLOBAL_GET || op == Op.REF_FUNC || op == Op.REF_NULL) {
                return false;
            }
        }
        return true;
    }

    /// The function that the expression refers to in every instance, -1 for null, or -2 if it is no such expression.
    int function() {
        return switch (ops[0]) {
            case Op.REF_FUNC -> (int) values[0];
            case Op.REF_NULL -> -1;
            default -> -2;
        };
    }

    /// The value of a number of an expression that is fixed.
    long fixed() {
        return compute(null);
    }

    /// The value of a number.
    long word(GuestInstance instance) {
        return compute(instance);
    }

    private long compute(@Nullable GuestInstance instance) {
        if (ops.length == 1) {
            return ops[0] == Op.GLOBAL_GET ? global(instance, (int) values[0]) : values[0];
        }
        long[] stack = new long[ops.length];
        int height = 0;
        for (int i = 0; i < ops.length; i++) {
            switch (ops[i]) {
                case Op.GLOBAL_GET -> stack[height++] = global(instance, (int) values[i]);
                case Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST -> stack[height++] = values[i];
                default -> {
                    height--;
                    stack[height - 1] = arithmetic(ops[i], stack[height - 1], stack[height]);
                }
            }
        }
        return stack[0];
    }

    private static long arithmetic(int op, long a, long b) {
        return switch (op) {
            case Op.I32_ADD -> (int) (a + b);
            case Op.I32_SUB -> (int) (a - b);
            case Op.I32_MUL -> (int) (a * b);
            case Op.I64_ADD -> a + b;
            case Op.I64_SUB -> a - b;
            default -> a * b;
        };
    }

    private static long global(@Nullable GuestInstance instance, int index) {
        if (instance == null) {
            throw new IllegalStateException("only an instance has globals");
        }
        GuestGlobal box = instance.globals[index];
        return box == null ? instance.globalWord(index) : box.word;
    }

    /// The value of a reference or a vector.
    @Nullable
    Object reference(GuestInstance instance) {
        int index = (int) values[0];
        return switch (ops[0]) {
            case Op.REF_FUNC -> instance.function(index);
            case Op.GLOBAL_GET -> {
                GuestGlobal box = instance.globals[index];
                yield box == null ? instance.globalReference(index) : box.reference;
            }
            default -> vector;
        };
    }
}
