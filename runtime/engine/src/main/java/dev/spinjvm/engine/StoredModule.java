package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.ByteReader;
import dev.spinjvm.engine.binary.ModuleDecoder;
import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.compiler.CompiledModule;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A module after compilation, in the form in which it is kept: all that is needed to run it, and nothing of its code
/// but JVM classes.
///
/// @param bytes the whole form; positions refer to it
/// @param module the module without bodies, and without data if `data` is there
/// @param data the data of all memories, or null if `module` has the segments
/// @param dataSegments how many data segments the module had
/// @param instanceClass see [CompiledModule], likewise below
/// @param classes the classes by name
/// @param functions how many functions were compiled
record StoredModule(ByteBuffer bytes, WasmModule module, @Nullable List<Piece> data, int dataSegments,
        String instanceClass, Map<String, Part> classes, int[] entries, boolean[] fieldGlobals, int functions,
        int split) {

    private static final int MAGIC = 0x53504a57;
    private static final int CHECKSUM_SIZE = 8;

    /// A part of the form.
    record Part(int position, int length) {

        ByteBuffer of(ByteBuffer bytes) {
            return bytes.slice(position, length);
        }
    }

    /// Bytes for memory `memory` at `offset`.
    record Piece(int memory, int offset, Part contents) {}

    /// Makes the form of a module, `key` and checksum included.
    static byte[] encode(String key, WasmModule module, CompiledModule code) {
        MergedData data = MergedData.of(module);
        List<byte[]> parts = new ArrayList<>();
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(header)) {
            out.writeUTF(key);
            byte[] stripped = stripped(module.bytes(), data == null);
            out.writeInt(stripped.length);
            parts.add(stripped);
            out.writeInt(module.data().size());
            out.writeInt(data == null ? -1 : data.pieces().size());
            if (data != null) {
                for (MergedData.Piece piece : data.pieces()) {
                    out.writeInt(piece.memory());
                    out.writeInt(piece.offset());
                    out.writeInt(piece.contents().length);
                    parts.add(piece.contents());
                }
            }
            out.writeUTF(code.instanceClass());
            out.writeInt(code.classes().size());
            for (Map.Entry<String, byte[]> entry : code.classes().entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().length);
                parts.add(entry.getValue());
            }
            out.writeInt(code.entries().length);
            for (int entry : code.entries()) {
                out.writeInt(entry);
            }
            out.writeInt(code.fieldGlobals().length);
            for (boolean field : code.fieldGlobals()) {
                out.writeBoolean(field);
            }
            out.writeInt(module.bodies().length);
            out.writeInt(code.split());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return assemble(header.toByteArray(), parts);
    }

    private static byte[] assemble(byte[] header, List<byte[]> parts) {
        long size = 8L + header.length + CHECKSUM_SIZE;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
        out.putInt(MAGIC).putInt(header.length).put(header);
        parts.forEach(out::put);
        out.putLong(checksum(out.duplicate().flip()));
        return out.array();
    }

    private static byte[] stripped(byte[] wasm, boolean withData) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(wasm, 0, 8);
        ByteReader reader = new ByteReader(wasm, 8, wasm.length);
        while (reader.hasMore()) {
            int start = reader.position();
            int id = reader.u8();
            reader.skip(reader.u32());
            if (ModuleDecoder.describesInstance(id, withData)) {
                out.write(wasm, start, reader.position() - start);
            }
        }
        return out.toByteArray();
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    /// Reads what [#encode] made for the same key; null if the bytes are damaged or mean something else.
    static @Nullable StoredModule decode(ByteBuffer bytes, String key) {
        int end = bytes.limit() - CHECKSUM_SIZE;
        try {
            if (end < 0 || bytes.getLong(end) != checksum(bytes.slice(0, end)) || bytes.getInt(0) != MAGIC) {
                return null;
            }
            return new Reader(bytes).read(key);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | InvalidModuleException e) {
            return null;
        }
    }

    private static final class Reader {

        private final ByteBuffer bytes;
        private final ByteBuffer in;
        private int next;

        private Reader(ByteBuffer bytes) {
            this.bytes = bytes;
            int length = bytes.getInt(4);
            this.in = bytes.slice(8, length);
            this.next = 8 + length;
        }

        private @Nullable StoredModule read(String key) {
            if (!text().equals(key)) {
                return null;
            }
            Part module = part();
            byte[] stripped = new byte[module.length()];
            bytes.get(module.position(), stripped);
            int segments = in.getInt();
            List<Piece> data = pieces();
            String instanceClass = text();
            Map<String, Part> classes = new HashMap<>();
            for (int rest = in.getInt(); rest > 0; rest--) {
                String name = text();
                classes.put(name, part());
            }
            int[] entries = new int[in.getInt()];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = in.getInt();
            }
            boolean[] fieldGlobals = new boolean[in.getInt()];
            for (int i = 0; i < fieldGlobals.length; i++) {
                fieldGlobals[i] = in.get() != 0;
            }
            return new StoredModule(bytes, ModuleDecoder.decodeWithoutCode(stripped), data, segments, instanceClass,
                    classes, entries, fieldGlobals, in.getInt(), in.getInt());
        }

        private @Nullable List<Piece> pieces() {
            int count = in.getInt();
            if (count < 0) {
                return null;
            }
            List<Piece> pieces = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                pieces.add(new Piece(in.getInt(), in.getInt(), part()));
            }
            return pieces;
        }

        private Part part() {
            Part part = new Part(next, in.getInt());
            next += part.length();
            return part;
        }

        private String text() {
            byte[] utf8 = new byte[in.getShort() & 0xffff];
            in.get(utf8);
            return new String(utf8, StandardCharsets.UTF_8);
        }
    }
}
