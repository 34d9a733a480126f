package dev.spinjvm.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the encodings of the binary format.
final class WasmWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WasmWriter u8(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    WasmWriter unsigned(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    WasmWriter signed(long value) {
        long rest = value;
        while (rest >> 6 != 0 && rest >> 6 != -1) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>= 7;
        }
        out.write((int) (rest & 0x7f));
        return this;
    }

    WasmWriter little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    WasmWriter name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    WasmWriter add(WasmWriter other) {
        out.writeBytes(other.bytes());
        return this;
    }

    /// Adds a section (or a body, without an id) with its size before it.
    WasmWriter sized(WasmWriter contents) {
        unsigned(contents.size());
        return add(contents);
    }

    WasmWriter section(int id, WasmWriter contents) {
        return u8(id).sized(contents);
    }

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
