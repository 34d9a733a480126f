package dev.spinjvm.component.suite;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Builds binaries of components and core modules byte by byte. What it writes need not be well-formed.
public final class WasmBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private WasmBytes() {}

    /// Bytes given as numbers.
    public static WasmBytes of(int... bytes) {
        var result = new WasmBytes();
        for (var b : bytes) {
            result.out.write(b);
        }
        return result;
    }

    /// A component of these sections.
    public static WasmBytes component(WasmBytes... sections) {
        return of(0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00).all(sections);
    }

    /// A core module of these sections.
    public static WasmBytes module(WasmBytes... sections) {
        return of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00).all(sections);
    }

    /// A section with the vector of these items.
    public static WasmBytes section(int id, WasmBytes... items) {
        return rawSection(id, vec(items));
    }

    /// A section with exactly this content.
    public static WasmBytes rawSection(int id, WasmBytes content) {
        return of(id).u32(content.out.size()).all(content);
    }

    public static WasmBytes vec(WasmBytes... items) {
        return of().u32(items.length).all(items);
    }

    /// A function body without locals, its size before it.
    public static WasmBytes body(int... instructions) {
        var code = of(0x00).all(of(instructions)).all(of(0x0b));
        return of().u32(code.out.size()).all(code);
    }

    public static WasmBytes named(String name) {
        return of().name(name);
    }

    public WasmBytes name(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        u32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public WasmBytes u32(int value) {
        var rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    public WasmBytes then(int... bytes) {
        return all(of(bytes));
    }

    public WasmBytes all(WasmBytes... others) {
        for (var other : others) {
            out.writeBytes(other.out.toByteArray());
        }
        return this;
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
