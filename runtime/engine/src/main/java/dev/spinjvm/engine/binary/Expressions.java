package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.binary.WasmModule.Range;

/// Finds where expressions outside of functions end.
final class Expressions {

    private Expressions() {}

    /// The expression that begins where `in` stands, its `end` included; moves `in` behind it.
    static Range range(ByteReader in, byte[] wasm, TypeReader types) {
        int start = in.position();
        InstructionReader instructions = new InstructionReader(wasm, start, in.end(), types);
        int depth = 1;
        while (depth > 0) {
            switch (instructions.next()) {
                case Op.BLOCK, Op.LOOP, Op.IF, Op.TRY_TABLE -> depth++;
                case Op.END -> depth--;
                default -> {
                }
            }
        }
        in.seek(instructions.offset());
        return new Range(start, instructions.offset());
    }
}
