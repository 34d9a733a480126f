package dev.spinjvm.engine.guest;

/// The vector instructions of shape `i32x4`, see [V128].
public final class I32x4 {

    private I32x4() {}

    public static V128 splat(int value) {
        long half = value & 0xffff_ffffL | (long) value << 32;
        return new V128(half, half);
    }

    public static int extractLane(V128 a, int lane) {
        return Lanes.extract(32, a, lane);
    }

    public static V128 replaceLane(V128 a, int value, int lane) {
        return Lanes.replace(32, a, value, lane);
    }

    public static V128 eq(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> a == b);
    }

    public static V128 ne(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> a != b);
    }

    public static V128 ltS(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> a < b);
    }

    public static V128 ltU(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> Integer.compareUnsigned(a, b) < 0);
    }

    public static V128 gtS(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> a > b);
    }

    public static V128 gtU(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> Integer.compareUnsigned(a, b) > 0);
    }

    public static V128 leS(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> a <= b);
    }

    public static V128 leU(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> Integer.compareUnsigned(a, b) <= 0);
    }

    public static V128 geS(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> a >= b);
    }

    public static V128 geU(V128 left, V128 right) {
        return Lanes.compare(32, left, right, (a, b) -> Integer.compareUnsigned(a, b) >= 0);
    }

    public static V128 abs(V128 vector) {
        return Lanes.map(32, vector, a -> a < 0 ? -a : a);
    }

    public static V128 neg(V128 vector) {
        return Lanes.map(32, vector, a -> -a);
    }

    public static int allTrue(V128 a) {
        return Lanes.allTrue(32, a);
    }

    public static int bitmask(V128 a) {
        return Lanes.bitmask(32, a);
    }

    public static V128 shl(V128 vector, int count) {
        return Lanes.map(32, vector, a -> a << (count & 31));
    }

    public static V128 shrS(V128 vector, int count) {
        return Lanes.map(32, vector, a -> a >> (count & 31));
    }

    public static V128 shrU(V128 vector, int count) {
        return Lanes.map(32, vector, a -> a >>> (count & 31));
    }

    public static V128 add(V128 left, V128 right) {
        return Lanes.zip(32, left, right, (a, b) -> a + b);
    }

    public static V128 sub(V128 left, V128 right) {
        return Lanes.zip(32, left, right, (a, b) -> a - b);
    }

    public static V128 mul(V128 left, V128 right) {
        return Lanes.zip(32, left, right, (a, b) -> a * b);
    }

    public static V128 minS(V128 left, V128 right) {
        return Lanes.zip(32, left, right, Math::min);
    }

    public static V128 minU(V128 left, V128 right) {
        return Lanes.zip(32, left, right, (a, b) -> Integer.compareUnsigned(a, b) < 0 ? a : b);
    }

    public static V128 maxS(V128 left, V128 right) {
        return Lanes.zip(32, left, right, Math::max);
    }

    public static V128 maxU(V128 left, V128 right) {
        return Lanes.zip(32, left, right, (a, b) -> Integer.compareUnsigned(a, b) > 0 ? a : b);
    }

    public static V128 extendLowI16x8S(V128 vector) {
        return Lanes.widen(16, vector.low(), a -> a);
    }

    public static V128 extendLowI16x8U(V128 vector) {
        return Lanes.widen(16, vector.low(), a -> a & 0xffff);
    }

    public static V128 extmulLowI16x8S(V128 left, V128 right) {
        return Lanes.widen(16, left.low(), right.low(), (a, b) -> a * b);
    }

    public static V128 extmulLowI16x8U(V128 left, V128 right) {
        return Lanes.widen(16, left.low(), right.low(), (a, b) -> (a & 0xffff) * (b & 0xffff));
    }

    public static V128 extendHighI16x8S(V128 vector) {
        return Lanes.widen(16, vector.high(), a -> a);
    }

    public static V128 extendHighI16x8U(V128 vector) {
        return Lanes.widen(16, vector.high(), a -> a & 0xffff);
    }

    public static V128 extmulHighI16x8S(V128 left, V128 right) {
        return Lanes.widen(16, left.high(), right.high(), (a, b) -> a * b);
    }

    public static V128 extmulHighI16x8U(V128 left, V128 right) {
        return Lanes.widen(16, left.high(), right.high(), (a, b) -> (a & 0xffff) * (b & 0xffff));
    }

    public static V128 extaddPairwiseI16x8S(V128 vector) {
        return Lanes.pairs(16, vector, (a, b) -> a + b);
    }

    public static V128 extaddPairwiseI16x8U(V128 vector) {
        return Lanes.pairs(16, vector, (a, b) -> (a & 0xffff) + (b & 0xffff));
    }

    public static V128 dotI16x8S(V128 a, V128 b) {
        return new V128(dot(a.low(), b.low()), dot(a.high(), b.high()));
    }

    private static long dot(long a, long b) {
        return dot((int) a, (int) b) & 0xffff_ffffL | (long) dot((int) (a >>> 32), (int) (b >>> 32)) << 32;
    }

    private static int dot(int a, int b) {
        return (short) a * (short) b + (a >> 16) * (b >> 16);
    }

    public static V128 truncSatF32x4S(V128 vector) {
        return Lanes.map(32, vector, a -> (int) Float.intBitsToFloat(a));
    }

    public static V128 truncSatF32x4U(V128 vector) {
        return Lanes.map(32, vector, a -> unsigned(Float.intBitsToFloat(a)));
    }

    public static V128 truncSatF64x2SZero(V128 a) {
        return new V128(((int) Double.longBitsToDouble(a.low())) & 0xffff_ffffL | (long) ((int) Double.longBitsToDouble(a.high())) << 32,
                0);
    }

    public static V128 truncSatF64x2UZero(V128 a) {
        return new V128(unsigned(Double.longBitsToDouble(a.low())) & 0xffff_ffffL | (long) unsigned(Double.longBitsToDouble(a
                .high())) << 32, 0);
    }

    private static int unsigned(double value) {
        return (int) Math.min(Math.max((long) value, 0), 0xffff_ffffL);
    }
}
