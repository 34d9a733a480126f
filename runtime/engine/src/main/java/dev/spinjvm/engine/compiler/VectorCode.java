package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.InvalidModuleException;

/// The code of the vector instructions (prefix 0xfd).
final class VectorCode {

    private VectorCode() {}

    static void write(int opcode, PlainCode out) {
        throw new InvalidModuleException("unsupported feature SIMD: instruction at offset " + out.reader.position);
    }
}
