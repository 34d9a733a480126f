package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.InvalidModuleException;

/// The code of the atomic instructions (prefix 0xfe).
final class AtomicCode {

    private AtomicCode() {}

    static void write(int opcode, PlainCode out) {
        throw new InvalidModuleException("unsupported feature threads: instruction at offset " + out.reader.position);
    }
}
