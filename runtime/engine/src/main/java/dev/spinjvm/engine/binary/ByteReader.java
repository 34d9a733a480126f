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

    public boolean hasMore() {
        return at < end;
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

    /// An unsigned 32-bit LEB128 number that must fit an int, which every count and size of a module does.
    public int u32() {
        long value = unsigned(5);
        if (value > Integer.MAX_VALUE) {
            throw new InvalidModuleException("length out of bounds before offset " + at);
        }
        return (int) value;
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

    /// A signed 32-bit LEB128 number.
    public int s32() {
        long value = 0;
        for (int i = 0; i < 5; i++) {
            int b = u8();
            value |= (long) (b & 0x7f) << (7 * i);
            if (b < 0x80) {
                int shift = 64 - 7 * (i + 1);
                return (int) (value << shift >> shift);
            }
        }
        throw new InvalidModuleException("integer representation too long before offset " + at);
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
        int start = at;
        skip(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, start, length)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidModuleException("malformed UTF-8 encoding at offset " + start, e);
        }
    }
}
