package dev.spinjvm.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes small binaries that no text format can express.
final class TestModule {

    private TestModule() {}

    /// A module whose only function, of type `() -> ()`, has these instructions and no locals.
    static byte[] ofFunction(int... code) {
        byte[] body = new byte[code.length + 1];
        for (int i = 0; i < code.length; i++) {
            body[i + 1] = (byte) code[i];
        }
        return ofBody(body);
    }

    /// A module whose only function, of type `() -> ()`, has this body (locals and instructions).
    static byte[] ofBody(byte[] body) {
        return concat(header(), section(1, bytes(1, 0x60, 0, 0)), section(3, bytes(1, 0)), code(body));
    }

    /// Imports `""."call"` of type `(i32) -> (i32)` and exports `run` of the same type, which passes its
    /// argument to the import, in a body too large for a JVM method.
    static byte[] huge() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        for (int i = 0; i < 20_000; i++) {
            // local.get 0; i32.const 1; i32.add; i32.const 1; i32.sub; local.set 0
            body.writeBytes(bytes(0x20, 0, 0x41, 1, 0x6a, 0x41, 1, 0x6b, 0x21, 0));
        }
        body.writeBytes(bytes(0x20, 0, 0x10, 0, 0x0b));
        return concat(header(), section(1, bytes(1, 0x60, 1, 0x7f, 1, 0x7f)),
                section(2, concat(bytes(1, 0), name("call"), bytes(0, 0))), section(3, bytes(1, 0)),
                section(7, concat(bytes(1), name("run"), bytes(0, 1))), code(body.toByteArray()));
    }

    private static byte[] code(byte[] body) {
        return section(10, concat(bytes(1), size(body.length), body));
    }

    static byte[] header() {
        return bytes(0, 'a', 's', 'm', 1, 0, 0, 0);
    }

    static byte[] section(int id, byte[] content) {
        return concat(bytes(id), size(content.length), content);
    }

    private static byte[] name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return concat(size(utf8.length), utf8);
    }

    private static byte[] size(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        while (rest >= 0x80) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return out.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
