package dev.spinjvm.engine.guest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Loads and stores of vectors, see [V128]; addresses as in [MemoryAccess].
public final class VectorMemory {

    static final VarHandle SHORT = view(short[].class);
    static final VarHandle INT = view(int[].class);
    static final VarHandle LONG = view(long[].class);

    private VectorMemory() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    public static V128 load(int address, byte[] m, int offset) {
        // The upper half first: it is the one that can lie outside.
        int at = at(address, m, offset, 16);
        long high = (long) LONG.get(m, at + 8);
        return new V128((long) LONG.get(m, at), high);
    }

    /// The index of `length` bytes.
    static int at(int address, byte[] m, int offset, int length) {
        if ((address | offset) < 0) {
            throw Traps.memoryOutOfBounds();
        }
        long at = (long) address + offset;
        if (at + length > m.length) {
            throw Traps.memoryOutOfBounds();
        }
        return (int) at;
    }

    private static long eight(int address, byte[] m, int offset) {
        return (long) LONG.get(m, at(address, m, offset, 8));
    }

    private static int four(int address, byte[] m, int offset) {
        return (int) INT.get(m, at(address, m, offset, 4));
    }

    private static int two(int address, byte[] m, int offset) {
        return (short) SHORT.get(m, at(address, m, offset, 2));
    }

    private static int one(int address, byte[] m, int offset) {
        return m[at(address, m, offset, 1)];
    }

    public static V128 load8x8S(int address, byte[] m, int offset) {
        return I16x8.extendLowI8x16S(new V128(eight(address, m, offset), 0));
    }

    public static V128 load8x8U(int address, byte[] m, int offset) {
        return I16x8.extendLowI8x16U(new V128(eight(address, m, offset), 0));
    }

    public static V128 load16x4S(int address, byte[] m, int offset) {
        return I32x4.extendLowI16x8S(new V128(eight(address, m, offset), 0));
    }

    public static V128 load16x4U(int address, byte[] m, int offset) {
        return I32x4.extendLowI16x8U(new V128(eight(address, m, offset), 0));
    }

    public static V128 load32x2S(int address, byte[] m, int offset) {
        return I64x2.extendLowI32x4S(new V128(eight(address, m, offset), 0));
    }

    public static V128 load32x2U(int address, byte[] m, int offset) {
        return I64x2.extendLowI32x4U(new V128(eight(address, m, offset), 0));
    }

    public static V128 load8Splat(int address, byte[] m, int offset) {
        return I8x16.splat(one(address, m, offset));
    }

    public static V128 load16Splat(int address, byte[] m, int offset) {
        return I16x8.splat(two(address, m, offset));
    }

    public static V128 load32Splat(int address, byte[] m, int offset) {
        return I32x4.splat(four(address, m, offset));
    }

    public static V128 load64Splat(int address, byte[] m, int offset) {
        return I64x2.splat(eight(address, m, offset));
    }

    public static V128 load32Zero(int address, byte[] m, int offset) {
        return new V128(four(address, m, offset) & 0xffff_ffffL, 0);
    }

    public static V128 load64Zero(int address, byte[] m, int offset) {
        return new V128(eight(address, m, offset), 0);
    }

    public static V128 load8Lane(int address, V128 a, byte[] m, int offset, int lane) {
        return I8x16.replaceLane(a, one(address, m, offset), lane);
    }

    public static V128 load16Lane(int address, V128 a, byte[] m, int offset, int lane) {
        return I16x8.replaceLane(a, two(address, m, offset), lane);
    }

    public static V128 load32Lane(int address, V128 a, byte[] m, int offset, int lane) {
        return I32x4.replaceLane(a, four(address, m, offset), lane);
    }

    public static V128 load64Lane(int address, V128 a, byte[] m, int offset, int lane) {
        return I64x2.replaceLane(a, eight(address, m, offset), lane);
    }

    public static void store(int address, V128 a, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 16);
        LONG.set(m, at, a.low());
        LONG.set(m, at + 8, a.high());
        cards[at + 15 >>> LinearMemory.CARD_SHIFT] = 1;
    }

    public static void store8Lane(int address, V128 a, byte[] m, short[] cards, int offset, int lane) {
        int at = at(address, m, offset, 1);
        m[at] = (byte) Lanes.extract(8, a, lane);
        cards[at >>> LinearMemory.CARD_SHIFT] = 1;
    }

    public static void store16Lane(int address, V128 a, byte[] m, short[] cards, int offset, int lane) {
        int at = at(address, m, offset, 2);
        SHORT.set(m, at, (short) Lanes.extract(16, a, lane));
        cards[at + 1 >>> LinearMemory.CARD_SHIFT] = 1;
    }

    public static void store32Lane(int address, V128 a, byte[] m, short[] cards, int offset, int lane) {
        int at = at(address, m, offset, 4);
        INT.set(m, at, Lanes.extract(32, a, lane));
        cards[at + 3 >>> LinearMemory.CARD_SHIFT] = 1;
    }

    public static void store64Lane(int address, V128 a, byte[] m, short[] cards, int offset, int lane) {
        int at = at(address, m, offset, 8);
        LONG.set(m, at, I64x2.extractLane(a, lane));
        cards[at + 7 >>> LinearMemory.CARD_SHIFT] = 1;
    }
}
