package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.TrapException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Loads and stores of compiled code.
///
/// An address is unsigned, so a negative one lies beyond every memory. Its offset may be any unsigned number too; one sum
/// of both that wraps around to a valid index is prevented by asking for both signs, which is one test where the offset
/// is known. A store marks the card of its last byte.
public final class MemoryAccess {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private static final int CARD_SHIFT = 12;

    private MemoryAccess() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    private static TrapException outOfBounds() {
        return new TrapException(TrapException.Kind.MEMORY_OUT_OF_BOUNDS, "out of bounds memory access");
    }

    public static int i32Load(int address, byte[] m) {
        try {
            return (int) INT.get(m, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (int) INT.get(m, address + offset);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load(int address, byte[] m) {
        try {
            return (long) LONG.get(m, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (long) LONG.get(m, address + offset);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static float f32Load(int address, byte[] m) {
        try {
            return (float) FLOAT.get(m, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static float f32Load(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (float) FLOAT.get(m, address + offset);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static double f64Load(int address, byte[] m) {
        try {
            return (double) DOUBLE.get(m, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static double f64Load(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (double) DOUBLE.get(m, address + offset);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load8S(int address, byte[] m) {
        try {
            return m[address];
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load8S(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return m[address + offset];
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load8U(int address, byte[] m) {
        try {
            return m[address] & 0xff;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load8U(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return m[address + offset] & 0xff;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load16S(int address, byte[] m) {
        try {
            return (short) SHORT.get(m, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load16S(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (short) SHORT.get(m, address + offset);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load16U(int address, byte[] m) {
        try {
            return (short) SHORT.get(m, address) & 0xffff;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static int i32Load16U(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (short) SHORT.get(m, address + offset) & 0xffff;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load8S(int address, byte[] m) {
        try {
            return m[address];
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load8S(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return m[address + offset];
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load8U(int address, byte[] m) {
        try {
            return m[address] & 0xffL;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load8U(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return m[address + offset] & 0xffL;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load16S(int address, byte[] m) {
        try {
            return (short) SHORT.get(m, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load16S(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (short) SHORT.get(m, address + offset);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load16U(int address, byte[] m) {
        try {
            return (short) SHORT.get(m, address) & 0xffffL;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load16U(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (short) SHORT.get(m, address + offset) & 0xffffL;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load32S(int address, byte[] m) {
        try {
            return (int) INT.get(m, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load32S(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (int) INT.get(m, address + offset);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load32U(int address, byte[] m) {
        try {
            return (int) INT.get(m, address) & 0xffffffffL;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static long i64Load32U(int address, byte[] m, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            return (int) INT.get(m, address + offset) & 0xffffffffL;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    public static void i32Store(int address, int value, byte[] m, short[] cards) {
        try {
            INT.set(m, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + 3) >>> CARD_SHIFT] = 1;
    }

    public static void i32Store(int address, int value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            INT.set(m, address + offset, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset + 3) >>> CARD_SHIFT] = 1;
    }

    public static void i64Store(int address, long value, byte[] m, short[] cards) {
        try {
            LONG.set(m, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + 7) >>> CARD_SHIFT] = 1;
    }

    public static void i64Store(int address, long value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            LONG.set(m, address + offset, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset + 7) >>> CARD_SHIFT] = 1;
    }

    public static void f32Store(int address, float value, byte[] m, short[] cards) {
        try {
            FLOAT.set(m, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + 3) >>> CARD_SHIFT] = 1;
    }

    public static void f32Store(int address, float value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            FLOAT.set(m, address + offset, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset + 3) >>> CARD_SHIFT] = 1;
    }

    public static void f64Store(int address, double value, byte[] m, short[] cards) {
        try {
            DOUBLE.set(m, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + 7) >>> CARD_SHIFT] = 1;
    }

    public static void f64Store(int address, double value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            DOUBLE.set(m, address + offset, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset + 7) >>> CARD_SHIFT] = 1;
    }

    public static void i32Store8(int address, int value, byte[] m, short[] cards) {
        try {
            m[address] = (byte) value;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[address >>> CARD_SHIFT] = 1;
    }

    public static void i32Store8(int address, int value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            m[address + offset] = (byte) value;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset) >>> CARD_SHIFT] = 1;
    }

    public static void i32Store16(int address, int value, byte[] m, short[] cards) {
        try {
            SHORT.set(m, address, (short) value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + 1) >>> CARD_SHIFT] = 1;
    }

    public static void i32Store16(int address, int value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            SHORT.set(m, address + offset, (short) value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset + 1) >>> CARD_SHIFT] = 1;
    }

    public static void i64Store8(int address, long value, byte[] m, short[] cards) {
        try {
            m[address] = (byte) value;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[address >>> CARD_SHIFT] = 1;
    }

    public static void i64Store8(int address, long value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            m[address + offset] = (byte) value;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset) >>> CARD_SHIFT] = 1;
    }

    public static void i64Store16(int address, long value, byte[] m, short[] cards) {
        try {
            SHORT.set(m, address, (short) value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + 1) >>> CARD_SHIFT] = 1;
    }

    public static void i64Store16(int address, long value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            SHORT.set(m, address + offset, (short) value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset + 1) >>> CARD_SHIFT] = 1;
    }

    public static void i64Store32(int address, long value, byte[] m, short[] cards) {
        try {
            INT.set(m, address, (int) value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + 3) >>> CARD_SHIFT] = 1;
    }

    public static void i64Store32(int address, long value, byte[] m, short[] cards, int offset) {
        if ((address | offset) < 0) {
            throw outOfBounds();
        }
        try {
            INT.set(m, address + offset, (int) value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        cards[(address + offset + 3) >>> CARD_SHIFT] = 1;
    }
}
