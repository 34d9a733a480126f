package dev.spinjvm.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A module after compilation: what has to be parsed to run it, and its JVM classes.
///
/// @param stripped the module without the bodies that were compiled
/// @param keptBodies the positions that the bodies of the stripped module had before, in ascending order
/// @param mainClass the class that dispatches calls
/// @param classes all classes by name
record CompiledCode(Slice stripped, int[] keptBodies, String mainClass, Map<String, Slice> classes) {

    private static final int MAGIC = 0x53504a43;
    private static final int CHECKSUM_SIZE = 8;

    /// A part of an array.
    record Slice(byte[] array, int offset, int length) {

        static Slice of(byte[] array) {
            return new Slice(array, 0, array.length);
        }
    }

    static CompiledCode of(byte[] stripped, int[] keptBodies, String mainClass, Map<String, byte[]> classes) {
        Map<String, Slice> slices = new LinkedHashMap<>();
        // One of the compiler's names for its classes has slashes.
        classes.forEach((name, bytes) -> slices.put(name.replace('/', '.'), Slice.of(bytes)));
        return new CompiledCode(Slice.of(stripped), keptBodies, mainClass, slices);
    }

    /// The form kept on disk, `key` and checksum included.
    byte[] encode(String key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            write(out, key.getBytes(StandardCharsets.UTF_8));
            write(out, stripped);
            out.writeInt(keptBodies.length);
            for (int body : keptBodies) {
                out.writeInt(body);
            }
            write(out, mainClass.getBytes(StandardCharsets.UTF_8));
            out.writeInt(classes.size());
            for (Map.Entry<String, Slice> entry : classes.entrySet()) {
                write(out, entry.getKey().getBytes(StandardCharsets.UTF_8));
                write(out, entry.getValue());
            }
            out.flush();
            byte[] content = bytes.toByteArray();
            out.writeLong(checksum(content, content.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        write(out, Slice.of(bytes));
    }

    private static void write(DataOutputStream out, Slice bytes) throws IOException {
        out.writeInt(bytes.length());
        out.write(bytes.array(), bytes.offset(), bytes.length());
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    /// Reads what [#encode] wrote for the same key; null if the bytes are damaged or mean something else.
    static @Nullable CompiledCode decode(byte[] bytes, String key) {
        int length = bytes.length - CHECKSUM_SIZE;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (length < 0 || in.getLong(length) != checksum(bytes, length) || in.getInt() != MAGIC
                    || !text(slice(bytes, in)).equals(key)) {
                return null;
            }
            Slice stripped = slice(bytes, in);
            int[] keptBodies = new int[in.getInt()];
            for (int i = 0; i < keptBodies.length; i++) {
                keptBodies[i] = in.getInt();
            }
            String mainClass = text(slice(bytes, in));
            Map<String, Slice> classes = new LinkedHashMap<>();
            for (int rest = in.getInt(); rest > 0; rest--) {
                String name = text(slice(bytes, in));
                classes.put(name, slice(bytes, in));
            }
            return new CompiledCode(stripped, keptBodies, mainClass, classes);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Slice slice(byte[] bytes, ByteBuffer in) {
        int length = in.getInt();
        Slice slice = new Slice(bytes, in.position(), length);
        in.position(in.position() + length);
        return slice;
    }

    private static String text(Slice slice) {
        return new String(slice.array(), slice.offset(), slice.length(), StandardCharsets.UTF_8);
    }
}
