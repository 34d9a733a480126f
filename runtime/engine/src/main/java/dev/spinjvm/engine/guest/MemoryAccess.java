package dev.spinjvm.engine.guest;

import jdk.internal.misc.Unsafe;

/// Loads and stores of compiled code: one comparison, then the access itself.
///
/// `address` is unsigned; `offset` is that of the instruction, and `bound` is the offset plus the size of the access, which
/// must not be greater than the least size of the memory, so that no sum can wrap around. (For other offsets compiled code
/// asks [#checkFar] first.) The JVM does not check the accesses again, so nothing but compiled code may call them: `m` is
/// the array of a memory and `cards` the one that belongs to it. A store marks the card of its last byte.
///
/// The JDK has another way to read an int from a byte array, a view `VarHandle`; but HotSpot's compiler stops to inline
/// when a method has grown beyond some number of nodes, of which each such access takes hundreds. For the same reason each
/// method here is no larger than the 35 bytes that are always inlined. [CheckedAccess] is used where this class is not
/// allowed to work.
public final class MemoryAccess {

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long BYTES = Unsafe.ARRAY_BYTE_BASE_OFFSET;
    private static final long CARDS = Unsafe.ARRAY_SHORT_BASE_OFFSET;
    private static final int CARD_SHIFT = LinearMemory.CARD_SHIFT;
    private static final long UNSIGNED = 0xffff_ffffL;

    private MemoryAccess() {}

    /// Returns `address` if an access with any `offset` (unsigned) and `size` bytes is inside of the memory.
    public static int checkFar(int address, byte[] m, int offset, int size) {
        if ((address & UNSIGNED) + (offset & UNSIGNED) > m.length - (long) size) {
            throw Traps.memoryOutOfBounds();
        }
        return address;
    }

    public static int load8(int address, byte[] m, int bound, long offset) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        return UNSAFE.getByte(m, BYTES + offset + (address & UNSIGNED));
    }

    public static int load16(int address, byte[] m, int bound, long offset) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        return UNSAFE.getShort(m, BYTES + offset + (address & UNSIGNED));
    }

    public static int load16U(int address, byte[] m, int bound, long offset) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        return UNSAFE.getChar(m, BYTES + offset + (address & UNSIGNED));
    }

    public static int load32(int address, byte[] m, int bound, long offset) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        return UNSAFE.getInt(m, BYTES + offset + (address & UNSIGNED));
    }

    public static long load64(int address, byte[] m, int bound, long offset) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        return UNSAFE.getLong(m, BYTES + offset + (address & UNSIGNED));
    }

    public static float loadFloat(int address, byte[] m, int bound, long offset) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        return UNSAFE.getFloat(m, BYTES + offset + (address & UNSIGNED));
    }

    public static double loadDouble(int address, byte[] m, int bound, long offset) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        return UNSAFE.getDouble(m, BYTES + offset + (address & UNSIGNED));
    }

    public static void store8(int address, int value, byte[] m, short[] cards, int bound, long offset) {
        check(address, m, cards, bound);
        UNSAFE.putByte(m, BYTES + offset + (address & UNSIGNED), (byte) value);
    }

    public static void store16(int address, int value, byte[] m, short[] cards, int bound, long offset) {
        check(address, m, cards, bound);
        UNSAFE.putShort(m, BYTES + offset + (address & UNSIGNED), (short) value);
    }

    public static void store32(int address, int value, byte[] m, short[] cards, int bound, long offset) {
        check(address, m, cards, bound);
        UNSAFE.putInt(m, BYTES + offset + (address & UNSIGNED), value);
    }

    public static void store64(int address, long value, byte[] m, short[] cards, int bound, long offset) {
        check(address, m, cards, bound);
        UNSAFE.putLong(m, BYTES + offset + (address & UNSIGNED), value);
    }

    public static void storeFloat(int address, float value, byte[] m, short[] cards, int bound, long offset) {
        check(address, m, cards, bound);
        UNSAFE.putFloat(m, BYTES + offset + (address & UNSIGNED), value);
    }

    public static void storeDouble(int address, double value, byte[] m, short[] cards, int bound, long offset) {
        check(address, m, cards, bound);
        UNSAFE.putDouble(m, BYTES + offset + (address & UNSIGNED), value);
    }

    private static void check(int address, byte[] m, short[] cards, int bound) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        mark(cards, address + bound - 1);
    }

    private static void mark(short[] cards, int last) {
        UNSAFE.putShort(cards, CARDS + ((long) (last >>> CARD_SHIFT) << 1), (short) 1);
    }
}
