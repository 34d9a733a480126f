package dev.spinjvm.engine.guest;

import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// Walks over the integer lanes of vectors. Lanes are given sign-extended, and results cut to the lane.
final class Lanes {

    private Lanes() {}

    /// A test of two lanes.
    interface Test {
        boolean test(int a, int b);
    }

    static V128 map(int bits, V128 a, IntUnaryOperator each) {
        return new V128(map(bits, a.low(), each), map(bits, a.high(), each));
    }

    private static long map(int bits, long a, IntUnaryOperator each) {
        long out = 0;
        for (int at = 0; at < 64; at += bits) {
            out |= (each.applyAsInt(lane(a, at, bits)) & mask(bits)) << at;
        }
        return out;
    }

    static V128 zip(int bits, V128 a, V128 b, IntBinaryOperator each) {
        return new V128(zip(bits, a.low(), b.low(), each), zip(bits, a.high(), b.high(), each));
    }

    private static long zip(int bits, long a, long b, IntBinaryOperator each) {
        long out = 0;
        for (int at = 0; at < 64; at += bits) {
            out |= (each.applyAsInt(lane(a, at, bits), lane(b, at, bits)) & mask(bits)) << at;
        }
        return out;
    }

    static V128 compare(int bits, V128 a, V128 b, Test each) {
        return new V128(compare(bits, a.low(), b.low(), each), compare(bits, a.high(), b.high(), each));
    }

    private static long compare(int bits, long a, long b, Test each) {
        long out = 0;
        for (int at = 0; at < 64; at += bits) {
            out |= each.test(lane(a, at, bits), lane(b, at, bits)) ? mask(bits) << at : 0;
        }
        return out;
    }

    static int allTrue(int bits, V128 a) {
        return any(bits, a.low(), lane -> lane == 0) || any(bits, a.high(), lane -> lane == 0) ? 0 : 1;
    }

    private static boolean any(int bits, long a, IntPredicate each) {
        for (int at = 0; at < 64; at += bits) {
            if (each.test(lane(a, at, bits))) {
                return true;
            }
        }
        return false;
    }

    static int bitmask(int bits, V128 a) {
        return bitmask(bits, a.low()) | bitmask(bits, a.high()) << 64 / bits;
    }

    private static int bitmask(int bits, long a) {
        int out = 0;
        for (int at = 0, bit = 0; at < 64; at += bits, bit++) {
            out |= (int) (a >>> at + bits - 1 & 1) << bit;
        }
        return out;
    }

    /// Lanes of half the width from the lanes of `a` and then those of `b`.
    static V128 narrow(int bits, V128 a, V128 b, IntUnaryOperator each) {
        return new V128(narrow(bits, a.low(), each) | narrow(bits, a.high(), each) << 32,
                narrow(bits, b.low(), each) | narrow(bits, b.high(), each) << 32);
    }

    private static long narrow(int bits, long a, IntUnaryOperator each) {
        long out = 0;
        for (int at = 0; at < 64; at += bits) {
            out |= (each.applyAsInt(lane(a, at, bits)) & mask(bits / 2)) << at / 2;
        }
        return out;
    }

    /// Lanes of twice the width from the lanes of `half`, which are `bits` wide; sign-extended lanes are given.
    static V128 widen(int bits, long half, IntUnaryOperator each) {
        return new V128(widen(bits, (int) half, each), widen(bits, (int) (half >>> 32), each));
    }

    private static long widen(int bits, int quarter, IntUnaryOperator each) {
        long out = 0;
        for (int at = 0; at < 32; at += bits) {
            out |= (each.applyAsInt(lane(quarter, at, bits)) & mask(2 * bits)) << 2 * at;
        }
        return out;
    }

    static V128 widen(int bits, long a, long b, IntBinaryOperator each) {
        return new V128(widen(bits, (int) a, (int) b, each), widen(bits, (int) (a >>> 32), (int) (b >>> 32), each));
    }

    private static long widen(int bits, int a, int b, IntBinaryOperator each) {
        long out = 0;
        for (int at = 0; at < 32; at += bits) {
            out |= (each.applyAsInt(lane(a, at, bits), lane(b, at, bits)) & mask(2 * bits)) << 2 * at;
        }
        return out;
    }

    /// Lanes of twice the width, each from two neighbours of `bits` bits.
    static V128 pairs(int bits, V128 a, IntBinaryOperator each) {
        return new V128(pairs(bits, a.low(), each), pairs(bits, a.high(), each));
    }

    private static long pairs(int bits, long a, IntBinaryOperator each) {
        long out = 0;
        for (int at = 0; at < 64; at += 2 * bits) {
            out |= (each.applyAsInt(lane(a, at, bits), lane(a, at + bits, bits)) & mask(2 * bits)) << at;
        }
        return out;
    }

    static int lane(long half, int at, int bits) {
        return (int) (half << 64 - bits - at >> 64 - bits);
    }

    /// Lane `index`, sign-extended.
    static int extract(int bits, V128 a, int index) {
        int at = index * bits;
        return at < 64 ? lane(a.low(), at, bits) : lane(a.high(), at - 64, bits);
    }

    static V128 replace(int bits, V128 a, long value, int index) {
        int at = index * bits;
        long mask = mask(bits);
        if (at < 64) {
            return new V128(a.low() & ~(mask << at) | (value & mask) << at, a.high());
        }
        return new V128(a.low(), a.high() & ~(mask << at - 64) | (value & mask) << at - 64);
    }

    static long mask(int bits) {
        return -1L >>> 64 - bits;
    }

    /// `value` if it lies between the two, else the nearer one.
    static int clamp(int value, int least, int most) {
        return Math.min(Math.max(value, least), most);
    }
}
