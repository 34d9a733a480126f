package dev.spinjvm.engine.compiler;

import java.util.Arrays;

/// A growing array of big-endian numbers.
final class ByteSink {

    private byte[] data;
    private int size;

    ByteSink(int capacity) {
        data = new byte[capacity];
    }

    int size() {
        return size;
    }

    void reset() {
        size = 0;
    }

    private void ensure(int more) {
        if (size + more > data.length) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, size + more));
        }
    }

    void u1(int value) {
        if (size == data.length) {
            ensure(1);
        }
        data[size++] = (byte) value;
    }

    void u2(int value) {
        ensure(2);
        data[size++] = (byte) (value >> 8);
        data[size++] = (byte) value;
    }

    void u4(int value) {
        u2(value >> 16);
        u2(value);
    }

    void u8(long value) {
        u4((int) (value >> 32));
        u4((int) value);
    }

    void bytes(byte[] from) {
        ensure(from.length);
        System.arraycopy(from, 0, data, size, from.length);
        size += from.length;
    }

    void bytes(ByteSink from) {
        ensure(from.size);
        System.arraycopy(from.data, 0, data, size, from.size);
        size += from.size;
    }

    void putU2(int at, int value) {
        data[at] = (byte) (value >> 8);
        data[at + 1] = (byte) value;
    }

    void putU4(int at, int value) {
        putU2(at, value >> 16);
        putU2(at + 2, value);
    }

    byte[] toArray() {
        return Arrays.copyOf(data, size);
    }
}
