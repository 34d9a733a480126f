package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.InvalidModuleException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads the primitive encodings of the core binary format (core specification, "Binary Format", "Values").
public final class ByteReader {

    private final byte[] data;
    private final int end;
    private int at;

    public ByteReader(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
    }

    public int position() {
        return at;
    }

    /// Where what may be read ends.
    int end() {
        return end;
    }

    public boolean hasMore() {
        return at < end;
    }

    /// Continues at `position`.
    void seek(int position) {
        at = position;
    }

    public void skip(int count) {
        if (count < 0 || count > end - at) {
            throw new InvalidModuleException("unexpected end at offset " + at);
        }
        at += count;
    }

    public int u8() {
        if (at >= end) {
            throw new InvalidModuleException("unexpected end at offset " + at);
        }
        return data[at++] & 0xff;
    }

    /// An unsigned 32-bit LEB128 number that must fit an int, which every size and index of a module does.
    public int u32() {
        long value = unsigned32();
        if (value > Integer.MAX_VALUE) {
            throw new InvalidModuleException("length out of bounds before offset " + at);
        }
        return (int) value;
    }

    /// The number of things that follow, each of which takes a byte or more: room can be made for them.
    public int count() {
        int count = u32();
        if (count > end - at) {
            throw new InvalidModuleException("unexpected end at offset " + end + ": " + count + " entries announced");
        }
        return count;
    }

    /// An unsigned 32-bit LEB128 number.
    public long unsigned32() {
        long value = unsigned(5);
        if (value >>> 32 != 0) {
            throw new InvalidModuleException("integer too large before offset " + at);
        }
        return value;
    }

    /// An unsigned LEB128 number of up to `maxBytes` bytes.
    public long unsigned(int maxBytes) {
        long value = 0;
        for (int i = 0; i < maxBytes; i++) {
            int b = u8();
            value |= (long) (b & 0x7f) << (7 * i);
            if (b < 0x80) {
                return value;
            }
        }
        throw new InvalidModuleException("integer representation too long before offset " + at);
    }

    /// A signed LEB128 number of 33 bits.
    public long s33() {
        long value = 0;
        for (int i = 0; i < 5; i++) {
            int b = u8();
            value |= (long) (b & 0x7f) << (7 * i);
            if (b < 0x80) {
                int shift = 64 - 7 * (i + 1);
                long signed = value << shift >> shift;
                if (signed >> 32 != 0 && signed >> 32 != -1) {
                    throw new InvalidModuleException("integer too large before offset " + at);
                }
                return signed;
            }
        }
        throw new InvalidModuleException("integer representation too long before offset " + at);
    }

    /// A signed 32-bit LEB128 number.
    public int s32() {
        long value = s33();
        if ((int) value != value) {
            throw new InvalidModuleException("integer too large before offset " + at);
        }
        return (int) value;
    }

    /// Skips a signed or unsigned LEB128 number.
    public void skipLeb() {
        for (int i = 0; i < 10; i++) {
            if (u8() < 0x80) {
                return;
            }
        }
        throw new InvalidModuleException("integer representation too long before offset " + at);
    }

    public String name() {
        int length = u32();
        if (length > end - at) {
            throw new InvalidModuleException("length out of bounds: unexpected end at offset " + end);
        }
        int start = at;
        at += length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, start, length)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidModuleException("malformed UTF-8 encoding at offset " + start, e);
        }
    }
}
