package dev.spinjvm.component.abi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/// Writes one string into a guest with exactly the calls of `realloc` that the specification prescribes for the pair of
/// encodings (CanonicalABI.md, `store_string_into_range`). Answers are packed: pointer below, tagged code units above.
///
/// The guest sees memory only between those calls, so what a growing path writes before it knows the final size is left
/// out where the last write covers it; what must survive a call of `realloc` is written before it.
final class StringStore {
    private static final String CONTENT = "string";
    private static final int UTF16_TAG = 1 << 31;

    private final LiftLowerContext cx;
    private final String text;
    private final int sourceUnits;

    /// @param sourceUnits code units of the source encoding
    StringStore(LiftLowerContext cx, String text, int sourceUnits) {
        this.cx = cx;
        this.text = text;
        this.sourceUnits = sourceUnits;
    }

    /// A string of the host is in whichever form suits the destination best, so one allocation is enough.
    long fromHost(Encoding destination) {
        return switch (destination) {
            case UTF8 -> utf8();
            case UTF16 -> copy(UTF_16LE, 2, 2, 0);
            case LATIN1_UTF16 -> isLatin1() ? copy(ISO_8859_1, 1, 2, 0) : copy(UTF_16LE, 2, 2, UTF16_TAG);
        };
    }

    /// @param source how the string lies in the source
    /// @param tagged whether the source's declared encoding is `latin1+utf16`
    long transcode(Encoding destination, Encoding source, boolean tagged) {
        return switch (destination) {
            case UTF8 -> switch (source) {
                case UTF8 -> copy(UTF_8, 1, 1, 0);
                case UTF16 -> growingUtf8(3L * sourceUnits);
                case LATIN1_UTF16 -> growingUtf8(2L * sourceUnits);
            };
            case UTF16 -> switch (source) {
                case UTF8 -> shrinkingUtf16();
                case UTF16, LATIN1_UTF16 -> copy(UTF_16LE, 2, 2, 0);
            };
            case LATIN1_UTF16 -> switch (source) {
                case UTF8 -> latin1OrUtf16();
                case UTF16 -> tagged ? probablyUtf16() : latin1OrUtf16();
                case LATIN1_UTF16 -> copy(ISO_8859_1, 1, 2, 0);
            };
        };
    }

    private long utf8() {
        int length = text.length();
        if (isAscii()) {
            int pointer = cx.allocate(1, length, CONTENT);
            cx.writing(pointer, length);
            putLatin1(0, length, pointer);
            return packed(pointer, length);
        }
        byte[] encoded = text.getBytes(UTF_8);
        int pointer = cx.allocate(1, encoded.length, CONTENT);
        write(encoded, 0, pointer, encoded.length);
        return packed(pointer, encoded.length);
    }

    private long copy(Charset charset, int unitSize, int alignment, int tag) {
        byte[] encoded = text.getBytes(charset);
        int pointer = cx.allocate(alignment, encoded.length, CONTENT);
        write(encoded, 0, pointer, encoded.length);
        return packed(pointer, encoded.length / unitSize | tag);
    }

    private long growingUtf8(long worstCase) {
        int pointer = cx.allocate(1, sourceUnits, CONTENT);
        int ascii = asciiPrefix();
        cx.writing(pointer, ascii);
        putLatin1(0, ascii, pointer);
        if (ascii == text.length()) {
            return packed(pointer, sourceUnits);
        }
        pointer = cx.reallocate(pointer, sourceUnits, 1, worstCase, CONTENT);
        byte[] encoded = text.getBytes(UTF_8);
        write(encoded, ascii, pointer + ascii, encoded.length - ascii);
        if (worstCase > encoded.length) {
            pointer = cx.reallocate(pointer, worstCase, 1, encoded.length, CONTENT);
        }
        return packed(pointer, encoded.length);
    }

    private long shrinkingUtf16() {
        long worstCase = 2L * sourceUnits;
        int pointer = cx.allocate(2, worstCase, CONTENT);
        byte[] encoded = text.getBytes(UTF_16LE);
        write(encoded, 0, pointer, encoded.length);
        if (encoded.length < worstCase) {
            pointer = cx.reallocate(pointer, worstCase, 2, encoded.length, CONTENT);
        }
        return packed(pointer, encoded.length / 2);
    }

    private long latin1OrUtf16() {
        int pointer = cx.allocate(2, sourceUnits, CONTENT);
        int latin1 = latin1Prefix();
        cx.writing(pointer, latin1);
        putLatin1(0, latin1, pointer);
        if (latin1 == text.length()) {
            if (latin1 < sourceUnits) {
                pointer = cx.reallocate(pointer, sourceUnits, 2, latin1, CONTENT);
            }
            return packed(pointer, latin1);
        }
        long worstCase = 2L * sourceUnits;
        pointer = cx.reallocate(pointer, sourceUnits, 2, worstCase, CONTENT);
        byte[] encoded = text.getBytes(UTF_16LE);
        cx.writing(pointer, encoded.length);
        widen(pointer, latin1);
        System.arraycopy(encoded, 2 * latin1, cx.bytes, pointer + 2 * latin1, encoded.length - 2 * latin1);
        if (worstCase > encoded.length) {
            pointer = cx.reallocate(pointer, worstCase, 2, encoded.length, CONTENT);
        }
        return packed(pointer, encoded.length / 2 | UTF16_TAG);
    }

    private long probablyUtf16() {
        long length = 2L * sourceUnits;
        int pointer = cx.allocate(2, length, CONTENT);
        write(text.getBytes(UTF_16LE), 0, pointer, (int) length);
        if (!isLatin1()) {
            return packed(pointer, sourceUnits | UTF16_TAG);
        }
        for (int i = 0; i < sourceUnits; i++) {
            cx.bytes[pointer + i] = cx.bytes[pointer + 2 * i];
        }
        pointer = cx.reallocate(pointer, length, 1, sourceUnits, CONTENT);
        return packed(pointer, sourceUnits);
    }

    /// Spreads Latin-1 bytes, which `realloc` may have moved, to UTF-16 in place.
    private void widen(int pointer, int units) {
        for (int i = units - 1; i >= 0; i--) {
            Bytes.putShort(cx.bytes, pointer + 2 * i, cx.bytes[pointer + i] & 0xff);
        }
    }

    private void write(byte[] encoded, int from, int pointer, int length) {
        cx.writing(pointer, length);
        System.arraycopy(encoded, from, cx.bytes, pointer, length);
    }

    /// Copies characters known to be below 256.
    @SuppressWarnings("deprecation") // the only method that copies without an array between
    private void putLatin1(int from, int to, int pointer) {
        text.getBytes(from, to, cx.bytes, pointer);
    }

    private boolean isAscii() {
        return asciiPrefix() == text.length();
    }

    private boolean isLatin1() {
        return latin1Prefix() == text.length();
    }

    private int asciiPrefix() {
        return prefixBelow('\u0080');
    }

    private int latin1Prefix() {
        return prefixBelow('\u0100');
    }

    private int prefixBelow(char limit) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= limit) {
                return i;
            }
        }
        return length;
    }

    private static long packed(int pointer, int taggedUnits) {
        return (long) taggedUnits << 32 | pointer & 0xffff_ffffL;
    }
}
