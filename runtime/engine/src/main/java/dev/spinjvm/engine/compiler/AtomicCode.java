package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.Signatures;

/// The code of the atomic instructions (prefix 0xfe): calls of the methods that stand for them.
final class AtomicCode {

    private AtomicCode() {}

    static void write(int opcode, PlainCode out) {
        if (opcode == Op.ATOMIC_FENCE) {
            // A store runs one thread at a time.
            return;
        }
        VectorOps method = VectorOps.atomic(opcode);
        Signatures signature = Signatures.atomic(opcode & 0xffff);
        if (method.loads() || method.stores()) {
            VectorCode.write(method, signature, out);
            return;
        }
        out.pop(signature.operands().length);
        out.memory(out.reader.memory);
        out.asm.constInt((int) out.reader.value);
        out.asm.invokeStatic(method.owner(), method.name(), method.descriptor());
        out.push(Kind.INT);
    }
}
