package dev.spinjvm.component.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Bytes being written, with the encodings that modules and components share (Binary.md, and the core specification).
final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Out u8(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Out u32(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return this;
    }

    /// A signed number, as an `i32` constant or the index of a type where a primitive type may stand.
    Out s33(int value) {
        int rest = value;
        while (rest > 0x3f || rest < -0x40) {
            bytes.write(rest & 0x7f | 0x80);
            rest >>= 7;
        }
        bytes.write(rest & 0x7f);
        return this;
    }

    Out name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).raw(utf8);
    }

    Out raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /// Another piece with its length before it.
    Out sized(Out piece) {
        return u32(piece.bytes.size()).raw(piece.toByteArray());
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
