package dev.spinjvm.component.binary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A view of part of the decoded file. The array is shared, not copied, and must not be changed.
///
/// Equality is by content, so that records holding ranges compare as their text would.
///
/// @param array the whole decoded file
/// @param offset first byte of the range
/// @param length number of bytes
public record ByteRange(byte[] array, int offset, int length) {

    /// A copy of just these bytes.
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteRange that && Arrays.equals(array, offset, offset + length, that.array, that.offset,
                that.offset + that.length);
    }

    @Override
    public int hashCode() {
        var hash = length;
        for (var i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "bytes[" + offset + ".." + (offset + length) + ")";
    }

    String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
