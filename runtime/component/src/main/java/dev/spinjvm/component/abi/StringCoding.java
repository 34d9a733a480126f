package dev.spinjvm.component.abi;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Decoding that refuses what is malformed, at the speed of the platform's decoder that replaces it: a replacement
/// character in the result is the only sign that a closer look is needed.
final class StringCoding {
    private static final char REPLACEMENT = '\uFFFD';

    private StringCoding() {}

    static String decodeUtf8(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            checkUtf8(bytes, offset, length);
        }
        return text;
    }

    static String decodeUtf16(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, UTF_16LE);
        if (text.indexOf(REPLACEMENT) >= 0) {
            checkUtf16(bytes, offset, length);
        }
        return text;
    }

    private static void checkUtf8(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int sequence = sequenceLength(bytes[at] & 0xff);
            int good = sequence == 0 ? 0 : goodBytes(bytes, at, Math.min(end, at + sequence));
            if (good != sequence || sequence == 0) {
                boolean incomplete = good > 0 && at + good == end;
                throw Traps.trap((incomplete
                        ? "incomplete utf-8 byte sequence"
                        : "invalid utf-8 sequence of " + Math.max(1, good) + " bytes")
                        + " from index " + (at - offset));
            }
            at += sequence;
        }
    }

    private static int sequenceLength(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    /// How many bytes of the sequence at `at`, its lead byte included, may stand there.
    private static int goodBytes(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        for (int i = at + 1; i < end; i++) {
            int next = bytes[i] & 0xff;
            int low = i > at + 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
            int high = i > at + 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
            if (next < low || next > high) {
                return i - at;
            }
        }
        return end - at;
    }

    private static void checkUtf16(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i += 2) {
            char unit = (char) Bytes.getShort(bytes, offset + i);
            if (Character.isHighSurrogate(unit) && i + 2 < length
                    && Character.isLowSurrogate((char) Bytes.getShort(bytes, offset + i + 2))) {
                i += 2;
            } else if (Character.isSurrogate(unit)) {
                throw Traps.trap("unpaired surrogate found: " + Integer.toHexString(unit));
            }
        }
    }
}
