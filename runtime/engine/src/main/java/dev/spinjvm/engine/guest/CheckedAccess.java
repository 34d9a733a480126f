package dev.spinjvm.engine.guest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What [MemoryAccess] does, for a JVM that was started without `--add-exports java.base/jdk.internal.misc=ALL-UNNAMED`:
/// slower, and equal in everything else.
public final class CheckedAccess {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private CheckedAccess() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /// Whether compiled code must use this class.
    public static boolean isNeeded() {
        return !Object.class.getModule().isExported("jdk.internal.misc", CheckedAccess.class.getModule());
    }

    private static int check(int address, byte[] m, int bound, long offset) {
        if (Integer.compareUnsigned(address, m.length - bound) > 0) {
            throw Traps.memoryOutOfBounds();
        }
        return address + (int) offset;
    }

    private static int check(int address, byte[] m, short[] cards, int bound, long offset) {
        int at = check(address, m, bound, offset);
        cards[(address + bound - 1) >>> LinearMemory.CARD_SHIFT] = 1;
        return at;
    }

    public static int checkFar(int address, byte[] m, int offset, int size) {
        if (Integer.toUnsignedLong(address) + Integer.toUnsignedLong(offset) > m.length - (long) size) {
            throw Traps.memoryOutOfBounds();
        }
        return address;
    }

    public static int load8(int address, byte[] m, int bound, long offset) {
        return m[check(address, m, bound, offset)];
    }

    public static int load16(int address, byte[] m, int bound, long offset) {
        return (short) SHORT.get(m, check(address, m, bound, offset));
    }

    public static int load16U(int address, byte[] m, int bound, long offset) {
        return (short) SHORT.get(m, check(address, m, bound, offset)) & 0xffff;
    }

    public static int load32(int address, byte[] m, int bound, long offset) {
        return (int) INT.get(m, check(address, m, bound, offset));
    }

    public static long load64(int address, byte[] m, int bound, long offset) {
        return (long) LONG.get(m, check(address, m, bound, offset));
    }

    public static float loadFloat(int address, byte[] m, int bound, long offset) {
        return (float) FLOAT.get(m, check(address, m, bound, offset));
    }

    public static double loadDouble(int address, byte[] m, int bound, long offset) {
        return (double) DOUBLE.get(m, check(address, m, bound, offset));
    }

    public static void store8(int address, int value, byte[] m, short[] cards, int bound, long offset) {
        m[check(address, m, cards, bound, offset)] = (byte) value;
    }

    public static void store16(int address, int value, byte[] m, short[] cards, int bound, long offset) {
        SHORT.set(m, check(address, m, cards, bound, offset), (short) value);
    }

    public static void store32(int address, int value, byte[] m, short[] cards, int bound, long offset) {
        INT.set(m, check(address, m, cards, bound, offset), value);
    }

    public static void store64(int address, long value, byte[] m, short[] cards, int bound, long offset) {
        LONG.set(m, check(address, m, cards, bound, offset), value);
    }

    public static void storeFloat(int address, float value, byte[] m, short[] cards, int bound, long offset) {
        FLOAT.set(m, check(address, m, cards, bound, offset), value);
    }

    public static void storeDouble(int address, double value, byte[] m, short[] cards, int bound, long offset) {
        DOUBLE.set(m, check(address, m, cards, bound, offset), value);
    }
}
