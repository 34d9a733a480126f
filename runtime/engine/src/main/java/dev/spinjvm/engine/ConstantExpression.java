package dev.spinjvm.engine;

/// Walks over constant expressions (core specification, "Constant Expressions").
final class ConstantExpression {

    private ConstantExpression() {}

    /// Moves `reader` behind the expression's end.
    static void skip(ByteReader reader) {
        while (true) {
            int opcode = reader.u8();
            switch (opcode) {
                case 0x0b -> {
                    return;
                }
                case 0x23, 0x41, 0x42, 0xd0, 0xd2 -> reader.skipLeb();
                case 0x43 -> reader.skip(4);
                case 0x44 -> reader.skip(8);
                case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {
                }
                case 0xfb -> skipGarbageCollected(reader);
                case 0xfd -> throw new InvalidModuleException("unsupported feature SIMD: a constant of type v128");
                default -> throw new InvalidModuleException("constant expression required: opcode 0x"
                        + Integer.toHexString(opcode) + " before offset " + reader.position());
            }
        }
    }

    private static void skipGarbageCollected(ByteReader reader) {
        int opcode = reader.u32();
        switch (opcode) {
            case 0, 1, 6, 7 -> reader.skipLeb();
            case 8 -> {
                reader.skipLeb();
                reader.skipLeb();
            }
            default -> {
            }
        }
    }
}
