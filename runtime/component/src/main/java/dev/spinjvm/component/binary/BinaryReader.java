package dev.spinjvm.component.binary;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A cursor over part of the file, with the primitive forms of the binary format (WebAssembly core specification,
/// "Binary Format"). Readers over nested parts share one budget, so that a hostile file cannot make the decoder build
/// much more than a real one does.
final class BinaryReader {

    /// Vector elements in one file; the largest real components have some ten thousand.
    private static final int MAX_ELEMENTS = 1_000_000;

    /// Components within components, and types within types.
    private static final int MAX_DEPTH = 100;

    /// Reads one element of a vector.
    interface Element<T> {
        T read(BinaryReader in) throws MalformedComponentException;
    }

    private static final class Budget {
        private int elements = MAX_ELEMENTS;
        private int depth;
    }

    private final byte[] array;
    private final int end;
    private final Budget budget;
    private int pos;

    BinaryReader(byte[] array) {
        this(array, 0, array.length, new Budget());
    }

    private BinaryReader(byte[] array, int pos, int end, Budget budget) {
        this.array = array;
        this.pos = pos;
        this.end = end;
        this.budget = budget;
    }

    int pos() {
        return pos;
    }

    boolean atEnd() {
        return pos == end;
    }

    int remaining() {
        return end - pos;
    }

    /// A reader over the same bytes, to look ahead.
    BinaryReader fork() {
        return new BinaryReader(array, pos, end, budget);
    }

    /// A reader over the next `length` bytes, which this reader skips.
    BinaryReader sub(int length) throws MalformedComponentException {
        var start = skip(length);
        return new BinaryReader(array, start, pos, budget);
    }

    ByteRange range(int length) throws MalformedComponentException {
        return new ByteRange(array, skip(length), length);
    }

    ByteRange rest() throws MalformedComponentException {
        return range(remaining());
    }

    /// Rejects bytes left over at the end of a section.
    void expectEnd(String what) throws MalformedComponentException {
        if (!atEnd()) {
            throw fail("section size mismatch: unexpected bytes at the end of the " + what);
        }
    }

    void enter() throws MalformedComponentException {
        if (++budget.depth > MAX_DEPTH) {
            throw fail("nesting too deep: the limit is " + MAX_DEPTH);
        }
    }

    void leave() {
        budget.depth--;
    }

    int peek() throws MalformedComponentException {
        if (pos == end) {
            throw endOfFile();
        }
        return array[pos] & 0xff;
    }

    int u8() throws MalformedComponentException {
        var value = peek();
        pos++;
        return value;
    }

    boolean flag() throws MalformedComponentException {
        return switch (u8()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw failAt("invalid boolean value", pos - 1);
        };
    }

    /// A `u32`, as the `int` with the same bits.
    int u32() throws MalformedComponentException {
        var result = 0;
        for (var shift = 0;; shift += 7) {
            var b = u8();
            if (shift == 28) {
                if (b >= 0x80) {
                    throw failAt("integer representation too long", pos - 1);
                }
                if (b > 0x0f) {
                    throw failAt("integer too large", pos - 1);
                }
            }
            result |= (b & 0x7f) << shift;
            if (b < 0x80) {
                return result;
            }
        }
    }

    /// A `u64`, as the `long` with the same bits.
    long u64() throws MalformedComponentException {
        var result = 0L;
        for (var shift = 0;; shift += 7) {
            var b = u8();
            if (shift == 63) {
                if (b >= 0x80) {
                    throw failAt("integer representation too long", pos - 1);
                }
                if (b > 0x01) {
                    throw failAt("integer too large", pos - 1);
                }
            }
            result |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return result;
            }
        }
    }

    /// The index form of an `s33`, whose negative values are opcodes.
    ///
    /// @param what the construct, for the message
    int s33Index(String what) throws MalformedComponentException {
        var start = pos;
        var result = 0L;
        for (var shift = 0;; shift += 7) {
            var b = u8();
            result |= (long) (b & 0x7f) << shift;
            if (shift == 28) {
                if (b >= 0x80) {
                    throw failAt("integer representation too long", pos - 1);
                }
                // 33 bits are four groups of seven, four bits and the sign, which the other two must repeat.
                if ((b & 0x10) == 0 ? b > 0x0f : (b & 0x60) != 0x60) {
                    throw failAt("integer too large", pos - 1);
                }
            }
            if (b < 0x80) {
                if ((b & (shift == 28 ? 0x10 : 0x40)) != 0) {
                    throw invalidByte(array[start] & 0xff, start, what);
                }
                return (int) result;
            }
        }
    }

    /// The number of elements of a vector, each of which takes at least one byte.
    int count() throws MalformedComponentException {
        var count = u32();
        if (count < 0 || count > remaining()) {
            throw endOfFile();
        }
        if (count > budget.elements) {
            throw fail("too many definitions: the limit is " + MAX_ELEMENTS);
        }
        budget.elements -= count;
        return count;
    }

    <T> List<T> vec(Element<T> element) throws MalformedComponentException {
        var count = count();
        var list = new ArrayList<T>(count);
        for (var i = 0; i < count; i++) {
            list.add(element.read(this));
        }
        return list;
    }

    String name() throws MalformedComponentException {
        var length = u32();
        var start = skip(length);
        var ascii = 0;
        for (var i = start; i < pos; i++) {
            ascii |= array[i];
        }
        if (ascii >= 0) {
            return new String(array, start, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, start, length)).toString();
        } catch (CharacterCodingException e) {
            throw failAt("malformed UTF-8 encoding", start);
        }
    }

    MalformedComponentException fail(String message) {
        return failAt(message, pos);
    }

    MalformedComponentException failAt(String message, int offset) {
        return new MalformedComponentException(message, offset);
    }

    /// The byte just read begins nothing of the kind.
    MalformedComponentException invalid(int code, String what) {
        return invalidByte(code, pos - 1, what);
    }

    private MalformedComponentException invalidByte(int code, int offset, String what) {
        return failAt("invalid leading byte (0x" + Integer.toHexString(code) + ") for " + what, offset);
    }

    private int skip(int length) throws MalformedComponentException {
        if (length < 0 || length > remaining()) {
            throw endOfFile();
        }
        var start = pos;
        pos += length;
        return start;
    }

    private MalformedComponentException endOfFile() {
        return failAt("unexpected end-of-file", end);
    }
}
