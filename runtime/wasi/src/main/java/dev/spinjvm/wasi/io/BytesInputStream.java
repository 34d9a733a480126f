package dev.spinjvm.wasi.io;

import java.util.Arrays;

/// An input stream over bytes in memory.
public final class BytesInputStream extends InputStream {
    private final byte[] bytes;
    private int position;

    /// @param bytes not copied; must not change afterwards
    public BytesInputStream(byte[] bytes) {
        super(null);
        this.bytes = bytes;
    }

    /// A stream that is at its end.
    public static BytesInputStream empty() {
        return new BytesInputStream(new byte[0]);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    protected byte[] take(int max) throws StreamException {
        int from = position;
        discard(max);
        return Arrays.copyOfRange(bytes, from, position);
    }

    @Override
    protected long discard(long max) throws StreamException {
        if (position == bytes.length) {
            throw StreamException.closed();
        }
        int size = (int) Math.min(max, bytes.length - position);
        position += size;
        return size;
    }
}
