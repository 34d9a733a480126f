package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.ValueType;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.Signatures;

/// The code of the vector instructions (prefix 0xfd): calls of the methods that stand for them.
final class VectorCode {

    private VectorCode() {}

    static void write(int opcode, PlainCode out) {
        if (opcode == Op.V128_CONST) {
            out.asm.constLong(out.reader.value);
            out.asm.constLong(out.reader.high);
            out.asm.invokeStatic(Names.VECTOR, "of", "(JJ)" + Kind.VECTOR.descriptor);
            out.push(Kind.VECTOR);
            return;
        }
        write(VectorOps.vector(opcode), Signatures.vector(opcode & 0xffff), out);
    }

    /// Writes the call of `method`; its operands are on the stack.
    static void write(VectorOps method, Signatures signature, PlainCode out) {
        InstructionReader reader = out.reader;
        out.pop(signature.operands().length);
        if (method.loads() || method.stores()) {
            out.loadArrays(reader.memory, method.stores());
            out.asm.constInt((int) reader.value);
        }
        if (method.lane()) {
            out.asm.constInt(reader.index);
        } else if (reader.opcode == Op.I8X16_SHUFFLE) {
            out.asm.constLong(indices(reader.lanes, 0));
            out.asm.constLong(indices(reader.lanes, 8));
        }
        out.asm.invokeStatic(method.owner(), method.name(), method.descriptor());
        ValueType result = signature.result();
        if (result != null) {
            out.push(Kind.of(result));
        }
    }

    private static long indices(byte[] lanes, int from) {
        long out = 0;
        for (int i = 0; i < 8; i++) {
            out |= (lanes[from + i] & 0xffL) << 8 * i;
        }
        return out;
    }
}
