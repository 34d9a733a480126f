package dev.spinjvm.engine.guest;

/// The vector instructions of shape `i8x16`, see [V128].
public final class I8x16 {

    private static final long BELOW_TOP = 0x7f7f_7f7f_7f7f_7f7fL;

    private I8x16() {}

    public static V128 splat(int value) {
        long half = (value & 0xffL) * 0x0101_0101_0101_0101L;
        return new V128(half, half);
    }

    public static int extractLaneS(V128 a, int lane) {
        return Lanes.extract(8, a, lane);
    }

    public static int extractLaneU(V128 a, int lane) {
        return Lanes.extract(8, a, lane) & 0xff;
    }

    public static V128 replaceLane(V128 a, int value, int lane) {
        return Lanes.replace(8, a, value, lane);
    }

    public static V128 eq(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> a == b);
    }

    public static V128 ne(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> a != b);
    }

    public static V128 ltS(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> a < b);
    }

    public static V128 ltU(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> (a & 0xff) < (b & 0xff));
    }

    public static V128 gtS(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> a > b);
    }

    public static V128 gtU(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> (a & 0xff) > (b & 0xff));
    }

    public static V128 leS(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> a <= b);
    }

    public static V128 leU(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> (a & 0xff) <= (b & 0xff));
    }

    public static V128 geS(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> a >= b);
    }

    public static V128 geU(V128 left, V128 right) {
        return Lanes.compare(8, left, right, (a, b) -> (a & 0xff) >= (b & 0xff));
    }

    public static V128 abs(V128 vector) {
        return Lanes.map(8, vector, a -> a < 0 ? -a : a);
    }

    public static V128 neg(V128 vector) {
        return Lanes.map(8, vector, a -> -a);
    }

    public static int allTrue(V128 a) {
        return Lanes.allTrue(8, a);
    }

    public static int bitmask(V128 a) {
        return Lanes.bitmask(8, a);
    }

    public static V128 shl(V128 vector, int count) {
        return Lanes.map(8, vector, a -> a << (count & 7));
    }

    public static V128 shrS(V128 vector, int count) {
        return Lanes.map(8, vector, a -> a >> (count & 7));
    }

    public static V128 shrU(V128 vector, int count) {
        return Lanes.map(8, vector, a -> (a & 0xff) >>> (count & 7));
    }

    public static V128 add(V128 a, V128 b) {
        return new V128(add(a.low(), b.low()), add(a.high(), b.high()));
    }

    /// Carries must not leave a lane: the highest bits are added without.
    private static long add(long a, long b) {
        return (a & BELOW_TOP) + (b & BELOW_TOP) ^ (a ^ b) & ~BELOW_TOP;
    }

    public static V128 sub(V128 a, V128 b) {
        return new V128(sub(a.low(), b.low()), sub(a.high(), b.high()));
    }

    private static long sub(long a, long b) {
        return (a | ~BELOW_TOP) - (b & BELOW_TOP) ^ (a ^ ~b) & ~BELOW_TOP;
    }

    public static V128 addSatS(V128 left, V128 right) {
        return Lanes.zip(8, left, right, (a, b) -> Lanes.clamp(a + b, -0x80, 0x7f));
    }

    public static V128 addSatU(V128 left, V128 right) {
        return Lanes.zip(8, left, right, (a, b) -> Math.min((a & 0xff) + (b & 0xff), 0xff));
    }

    public static V128 subSatS(V128 left, V128 right) {
        return Lanes.zip(8, left, right, (a, b) -> Lanes.clamp(a - b, -0x80, 0x7f));
    }

    public static V128 subSatU(V128 left, V128 right) {
        return Lanes.zip(8, left, right, (a, b) -> Math.max((a & 0xff) - (b & 0xff), 0));
    }

    public static V128 minS(V128 left, V128 right) {
        return Lanes.zip(8, left, right, Math::min);
    }

    public static V128 minU(V128 left, V128 right) {
        return Lanes.zip(8, left, right, (a, b) -> Math.min((a & 0xff), (b & 0xff)));
    }

    public static V128 maxS(V128 left, V128 right) {
        return Lanes.zip(8, left, right, Math::max);
    }

    public static V128 maxU(V128 left, V128 right) {
        return Lanes.zip(8, left, right, (a, b) -> Math.max((a & 0xff), (b & 0xff)));
    }

    public static V128 avgrU(V128 left, V128 right) {
        return Lanes.zip(8, left, right, (a, b) -> (a & 0xff) + (b & 0xff) + 1 >> 1);
    }

    public static V128 popcnt(V128 vector) {
        return Lanes.map(8, vector, a -> Integer.bitCount(a & 0xff));
    }

    public static V128 narrowI16x8S(V128 left, V128 right) {
        return Lanes.narrow(16, left, right, a -> Lanes.clamp(a, -0x80, 0x7f));
    }

    public static V128 narrowI16x8U(V128 left, V128 right) {
        return Lanes.narrow(16, left, right, a -> Lanes.clamp(a, 0, 0xff));
    }

    public static V128 swizzle(V128 a, V128 indices) {
        return new V128(swizzle(a, indices.low()), swizzle(a, indices.high()));
    }

    private static long swizzle(V128 a, long indices) {
        long out = 0;
        for (int at = 0; at < 64; at += 8) {
            int index = (int) (indices >>> at) & 0xff;
            out |= index < 16 ? lane(a, index) << at : 0;
        }
        return out;
    }

    /// @param low the indices of the result's lower lanes, one in each byte
    public static V128 shuffle(V128 a, V128 b, long low, long high) {
        return new V128(shuffle(a, b, low), shuffle(a, b, high));
    }

    private static long shuffle(V128 a, V128 b, long indices) {
        long out = 0;
        for (int at = 0; at < 64; at += 8) {
            int index = (int) (indices >>> at) & 0x1f;
            out |= lane(index < 16 ? a : b, index & 0xf) << at;
        }
        return out;
    }

    private static long lane(V128 a, int index) {
        return (index < 8 ? a.low() : a.high()) >>> 8 * index & 0xff;
    }
}
