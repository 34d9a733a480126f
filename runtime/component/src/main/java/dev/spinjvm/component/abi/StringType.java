package dev.spinjvm.component.abi;

import dev.spinjvm.engine.NumericType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// `string`: a pointer and a count of code units, in one encoding per canonical definition.
final class StringType extends AbiType {
    private static final int MAX_BYTE_LENGTH = (1 << 28) - 1;
    private static final int UTF16_TAG = 1 << 31;

    private final Encoding encoding;

    StringType(Encoding encoding) {
        super(8, 4, NumericType.I32, NumericType.I32);
        this.encoding = encoding;
    }

    @Override
    Object load(LiftLowerContext cx, int pointer) {
        return fromRange(cx, Bytes.getInt(cx.bytes, pointer), Bytes.getInt(cx.bytes, pointer + 4));
    }

    @Override
    void store(LiftLowerContext cx, @Nullable Object value, int pointer) {
        long range = intoRange(cx, required(value, "string"));
        Bytes.putInt(cx.bytes, pointer, (int) range);
        Bytes.putInt(cx.bytes, pointer + 4, (int) (range >>> 32));
    }

    @Override
    Object lift(LiftLowerContext cx, long[] values, int at) {
        return fromRange(cx, (int) values[at], (int) values[at + 1]);
    }

    @Override
    void lower(LiftLowerContext cx, @Nullable Object value, long[] values, int at) {
        long range = intoRange(cx, required(value, "string"));
        values[at] = range & 0xffff_ffffL;
        values[at + 1] = range >>> 32;
    }

    /// Reads a string for the host.
    String hostString(LiftLowerContext cx, int pointer, int taggedUnits) {
        return (String) fromRange(cx, pointer, taggedUnits);
    }

    private Object fromRange(LiftLowerContext cx, int pointer, int taggedUnits) {
        Encoding source = encoding;
        int units = taggedUnits;
        if (source == Encoding.LATIN1_UTF16 && (taggedUnits & UTF16_TAG) != 0) {
            source = Encoding.UTF16;
            units ^= UTF16_TAG;
        }
        long length = (units & 0xffff_ffffL) << (source == Encoding.UTF16 ? 1 : 0);
        if (length > MAX_BYTE_LENGTH) {
            throw outOfBounds(cx);
        }
        cx.checkAligned(pointer, encoding == Encoding.UTF8 ? 1 : 2);
        if (!cx.inBounds(pointer, length)) {
            throw outOfBounds(cx);
        }
        cx.charge(length);
        String value = switch (source) {
            case UTF8 -> StringCoding.decodeUtf8(cx.bytes, pointer, (int) length);
            case UTF16 -> StringCoding.decodeUtf16(cx.bytes, pointer, (int) length);
            case LATIN1_UTF16 -> new String(cx.bytes, pointer, (int) length, StandardCharsets.ISO_8859_1);
        };
        return cx.transfer ? new TransferString(value, source, encoding == Encoding.LATIN1_UTF16, units) : value;
    }

    private static RuntimeException outOfBounds(LiftLowerContext cx) {
        return Traps.trap(cx.transfer ? "string content out-of-bounds" : "string pointer/length out of bounds of memory");
    }

    /// Writes a string; the answer is the pointer, and above it the tagged number of code units.
    private long intoRange(LiftLowerContext cx, Object value) {
        if (value instanceof TransferString transfer) {
            return new StringStore(cx, transfer.value(), transfer.codeUnits()).transcode(encoding, transfer.source(), transfer.tagged());
        }
        String text = (String) value;
        if (text.length() > MAX_BYTE_LENGTH) {
            throw new IllegalArgumentException("a string of " + text.length() + " code units is too long for a guest");
        }
        return new StringStore(cx, text, text.length()).fromHost(encoding);
    }
}
