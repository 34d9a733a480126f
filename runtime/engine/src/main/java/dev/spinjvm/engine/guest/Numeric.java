package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.TrapException;
import org.jspecify.annotations.Nullable;

/// Numeric instructions that are more than one instruction of the JVM (core specification, "Numerics").
///
/// Small, so that the JIT always inlines them.
public final class Numeric {

    private static final float FLOAT_2_31 = 0x1p31f;
    private static final float FLOAT_2_63 = 0x1p63f;
    private static final double DOUBLE_2_63 = 0x1p63;

    private Numeric() {}

    private static TrapException noInteger(boolean nan) {
        return nan ? Traps.invalidConversion() : Traps.integerOverflow();
    }

    // ---- comparisons whose result is used as a number, and select

    public static int isEq(int a) {
        return a == 0 ? 1 : 0;
    }

    public static int isNe(int a) {
        return a != 0 ? 1 : 0;
    }

    public static int isLt(int a) {
        return a < 0 ? 1 : 0;
    }

    public static int isGe(int a) {
        return a >= 0 ? 1 : 0;
    }

    public static int isGt(int a) {
        return a > 0 ? 1 : 0;
    }

    public static int isLe(int a) {
        return a <= 0 ? 1 : 0;
    }

    public static int isEq(int a, int b) {
        return a == b ? 1 : 0;
    }

    public static int isNe(int a, int b) {
        return a != b ? 1 : 0;
    }

    public static int isLt(int a, int b) {
        return a < b ? 1 : 0;
    }

    public static int isGe(int a, int b) {
        return a >= b ? 1 : 0;
    }

    public static int isGt(int a, int b) {
        return a > b ? 1 : 0;
    }

    public static int isLe(int a, int b) {
        return a <= b ? 1 : 0;
    }

    public static int isNull(@Nullable Object a) {
        return a == null ? 1 : 0;
    }

    public static int isNonNull(@Nullable Object a) {
        return a != null ? 1 : 0;
    }

    public static int select(int a, int b, int condition) {
        return condition != 0 ? a : b;
    }

    public static long select(long a, long b, int condition) {
        return condition != 0 ? a : b;
    }

    public static float select(float a, float b, int condition) {
        return condition != 0 ? a : b;
    }

    public static double select(double a, double b, int condition) {
        return condition != 0 ? a : b;
    }

    public static @Nullable Object select(@Nullable Object a, @Nullable Object b, int condition) {
        return condition != 0 ? a : b;
    }

    // ---- integers

    public static int divS(int a, int b) {
        if (b == 0) {
            throw Traps.divideByZero();
        }
        if (b == -1 && a == Integer.MIN_VALUE) {
            throw Traps.integerOverflow();
        }
        return a / b;
    }

    public static int divU(int a, int b) {
        if (b == 0) {
            throw Traps.divideByZero();
        }
        return Integer.divideUnsigned(a, b);
    }

    public static int remS(int a, int b) {
        if (b == 0) {
            throw Traps.divideByZero();
        }
        return a % b;
    }

    public static int remU(int a, int b) {
        if (b == 0) {
            throw Traps.divideByZero();
        }
        return Integer.remainderUnsigned(a, b);
    }

    public static long divS(long a, long b) {
        if (b == 0) {
            throw Traps.divideByZero();
        }
        if (b == -1 && a == Long.MIN_VALUE) {
            throw Traps.integerOverflow();
        }
        return a / b;
    }

    public static long divU(long a, long b) {
        if (b == 0) {
            throw Traps.divideByZero();
        }
        return Long.divideUnsigned(a, b);
    }

    public static long remS(long a, long b) {
        if (b == 0) {
            throw Traps.divideByZero();
        }
        return a % b;
    }

    public static long remU(long a, long b) {
        if (b == 0) {
            throw Traps.divideByZero();
        }
        return Long.remainderUnsigned(a, b);
    }

    public static long clz(long a) {
        return Long.numberOfLeadingZeros(a);
    }

    public static long ctz(long a) {
        return Long.numberOfTrailingZeros(a);
    }

    public static long popcnt(long a) {
        return Long.bitCount(a);
    }

    public static long rotl(long a, long b) {
        return Long.rotateLeft(a, (int) b);
    }

    public static long rotr(long a, long b) {
        return Long.rotateRight(a, (int) b);
    }

    // ---- floats

    public static float ceil(float a) {
        return (float) Math.ceil(a);
    }

    public static float floor(float a) {
        return (float) Math.floor(a);
    }

    public static float trunc(float a) {
        return (float) trunc((double) a);
    }

    // The methods of the library return a NaN as it is; a sum is a quiet NaN, which WebAssembly asks for.

    public static double ceil(double a) {
        return Double.isNaN(a) ? a + a : Math.ceil(a);
    }

    public static double floor(double a) {
        return Double.isNaN(a) ? a + a : Math.floor(a);
    }

    public static double trunc(double a) {
        return a < 0 ? ceil(a) : floor(a);
    }

    public static double nearest(double a) {
        return Double.isNaN(a) ? a + a : Math.rint(a);
    }

    public static float min(float a, float b) {
        return Float.isNaN(a) || Float.isNaN(b) ? a + b : Math.min(a, b);
    }

    public static float max(float a, float b) {
        return Float.isNaN(a) || Float.isNaN(b) ? a + b : Math.max(a, b);
    }

    public static double min(double a, double b) {
        return Double.isNaN(a) || Double.isNaN(b) ? a + b : Math.min(a, b);
    }

    public static double max(double a, double b) {
        return Double.isNaN(a) || Double.isNaN(b) ? a + b : Math.max(a, b);
    }

    /// The element of a table of small numbers, for branches with very many targets.
    public static int choose(int index, String table, int otherwise) {
        return index >= 0 && index < table.length() ? table.charAt(index) : otherwise;
    }

    public static float nearest(float a) {
        return (float) Math.rint(a);
    }

    public static float sqrt(float a) {
        return (float) Math.sqrt(a);
    }

    public static float copysign(float a, float b) {
        return Float.intBitsToFloat(
                Float.floatToRawIntBits(a) & 0x7fff_ffff | Float.floatToRawIntBits(b) & 0x8000_0000);
    }

    public static double copysign(double a, double b) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(a) & Long.MAX_VALUE
                | Double.doubleToRawLongBits(b) & Long.MIN_VALUE);
    }

    // ---- floats to integers

    public static int truncIntS(float a) {
        if (!(a >= -FLOAT_2_31 && a < FLOAT_2_31)) {
            throw noInteger(Float.isNaN(a));
        }
        return (int) a;
    }

    public static int truncIntU(float a) {
        if (!(a > -1f && a < 0x1p32f)) {
            throw noInteger(Float.isNaN(a));
        }
        return (int) (long) a;
    }

    public static int truncIntS(double a) {
        if (!(a > -0x1.00000002p31 && a < 0x1p31)) {
            throw noInteger(Double.isNaN(a));
        }
        return (int) a;
    }

    public static int truncIntU(double a) {
        if (!(a > -1.0 && a < 0x1p32)) {
            throw noInteger(Double.isNaN(a));
        }
        return (int) (long) a;
    }

    public static long truncLongS(float a) {
        if (!(a >= -FLOAT_2_63 && a < FLOAT_2_63)) {
            throw noInteger(Float.isNaN(a));
        }
        return (long) a;
    }

    public static long truncLongU(float a) {
        if (!(a > -1f && a < 0x1p64f)) {
            throw noInteger(Float.isNaN(a));
        }
        return a < FLOAT_2_63 ? (long) a : (long) (a - FLOAT_2_63) ^ Long.MIN_VALUE;
    }

    public static long truncLongS(double a) {
        if (!(a >= -DOUBLE_2_63 && a < DOUBLE_2_63)) {
            throw noInteger(Double.isNaN(a));
        }
        return (long) a;
    }

    public static long truncLongU(double a) {
        if (!(a > -1.0 && a < 0x1p64)) {
            throw noInteger(Double.isNaN(a));
        }
        return a < DOUBLE_2_63 ? (long) a : (long) (a - DOUBLE_2_63) ^ Long.MIN_VALUE;
    }

    public static int saturateIntS(float a) {
        return (int) a;
    }

    public static int saturateIntU(float a) {
        return (int) Math.max(0, Math.min((long) a, 0xffff_ffffL));
    }

    public static int saturateIntS(double a) {
        return (int) a;
    }

    public static int saturateIntU(double a) {
        return (int) Math.max(0, Math.min((long) a, 0xffff_ffffL));
    }

    public static long saturateLongS(float a) {
        return (long) a;
    }

    public static long saturateLongU(float a) {
        if (a < FLOAT_2_63) {
            return Math.max(0, (long) a);
        }
        return a < 0x1p64f ? (long) (a - FLOAT_2_63) ^ Long.MIN_VALUE : Float.isNaN(a) ? 0 : -1;
    }

    public static long saturateLongS(double a) {
        return (long) a;
    }

    public static long saturateLongU(double a) {
        if (a < DOUBLE_2_63) {
            return Math.max(0, (long) a);
        }
        return a < 0x1p64 ? (long) (a - DOUBLE_2_63) ^ Long.MIN_VALUE : Double.isNaN(a) ? 0 : -1;
    }

    // ---- integers to floats

    public static float floatOfUnsigned(long a) {
        if (a >= 0) {
            return (float) a;
        }
        // Halved with the lost bit kept, so that rounding happens once.
        return (float) (a >>> 1 | a & 1) * 2;
    }

    public static double doubleOfUnsigned(long a) {
        if (a >= 0) {
            return (double) a;
        }
        return (double) (a >>> 1 | a & 1) * 2;
    }
}
