package dev.spinjvm.engine.guest;

/// The vector instructions of shape `i16x8`, see [V128].
public final class I16x8 {

    private static final long BELOW_TOP = 0x7fff_7fff_7fff_7fffL;

    private I16x8() {}

    public static V128 splat(int value) {
        long half = (value & 0xffffL) * 0x0001_0001_0001_0001L;
        return new V128(half, half);
    }

    public static int extractLaneS(V128 a, int lane) {
        return Lanes.extract(16, a, lane);
    }

    public static int extractLaneU(V128 a, int lane) {
        return Lanes.extract(16, a, lane) & 0xffff;
    }

    public static V128 replaceLane(V128 a, int value, int lane) {
        return Lanes.replace(16, a, value, lane);
    }

    public static V128 eq(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> a == b);
    }

    public static V128 ne(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> a != b);
    }

    public static V128 ltS(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> a < b);
    }

    public static V128 ltU(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> (a & 0xffff) < (b & 0xffff));
    }

    public static V128 gtS(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> a > b);
    }

    public static V128 gtU(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> (a & 0xffff) > (b & 0xffff));
    }

    public static V128 leS(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> a <= b);
    }

    public static V128 leU(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> (a & 0xffff) <= (b & 0xffff));
    }

    public static V128 geS(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> a >= b);
    }

    public static V128 geU(V128 left, V128 right) {
        return Lanes.compare(16, left, right, (a, b) -> (a & 0xffff) >= (b & 0xffff));
    }

    public static V128 abs(V128 vector) {
        return Lanes.map(16, vector, a -> a < 0 ? -a : a);
    }

    public static V128 neg(V128 vector) {
        return Lanes.map(16, vector, a -> -a);
    }

    public static int allTrue(V128 a) {
        return Lanes.allTrue(16, a);
    }

    public static int bitmask(V128 a) {
        return Lanes.bitmask(16, a);
    }

    public static V128 shl(V128 vector, int count) {
        return Lanes.map(16, vector, a -> a << (count & 15));
    }

    public static V128 shrS(V128 vector, int count) {
        return Lanes.map(16, vector, a -> a >> (count & 15));
    }

    public static V128 shrU(V128 vector, int count) {
        return Lanes.map(16, vector, a -> (a & 0xffff) >>> (count & 15));
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
        return Lanes.zip(16, left, right, (a, b) -> Lanes.clamp(a + b, -0x8000, 0x7fff));
    }

    public static V128 addSatU(V128 left, V128 right) {
        return Lanes.zip(16, left, right, (a, b) -> Math.min((a & 0xffff) + (b & 0xffff), 0xffff));
    }

    public static V128 subSatS(V128 left, V128 right) {
        return Lanes.zip(16, left, right, (a, b) -> Lanes.clamp(a - b, -0x8000, 0x7fff));
    }

    public static V128 subSatU(V128 left, V128 right) {
        return Lanes.zip(16, left, right, (a, b) -> Math.max((a & 0xffff) - (b & 0xffff), 0));
    }

    public static V128 minS(V128 left, V128 right) {
        return Lanes.zip(16, left, right, Math::min);
    }

    public static V128 minU(V128 left, V128 right) {
        return Lanes.zip(16, left, right, (a, b) -> Math.min((a & 0xffff), (b & 0xffff)));
    }

    public static V128 maxS(V128 left, V128 right) {
        return Lanes.zip(16, left, right, Math::max);
    }

    public static V128 maxU(V128 left, V128 right) {
        return Lanes.zip(16, left, right, (a, b) -> Math.max((a & 0xffff), (b & 0xffff)));
    }

    public static V128 avgrU(V128 left, V128 right) {
        return Lanes.zip(16, left, right, (a, b) -> (a & 0xffff) + (b & 0xffff) + 1 >> 1);
    }

    public static V128 extendLowI8x16S(V128 vector) {
        return Lanes.widen(8, vector.low(), a -> a);
    }

    public static V128 extendLowI8x16U(V128 vector) {
        return Lanes.widen(8, vector.low(), a -> a & 0xff);
    }

    public static V128 extmulLowI8x16S(V128 left, V128 right) {
        return Lanes.widen(8, left.low(), right.low(), (a, b) -> a * b);
    }

    public static V128 extmulLowI8x16U(V128 left, V128 right) {
        return Lanes.widen(8, left.low(), right.low(), (a, b) -> (a & 0xff) * (b & 0xff));
    }

    public static V128 extendHighI8x16S(V128 vector) {
        return Lanes.widen(8, vector.high(), a -> a);
    }

    public static V128 extendHighI8x16U(V128 vector) {
        return Lanes.widen(8, vector.high(), a -> a & 0xff);
    }

    public static V128 extmulHighI8x16S(V128 left, V128 right) {
        return Lanes.widen(8, left.high(), right.high(), (a, b) -> a * b);
    }

    public static V128 extmulHighI8x16U(V128 left, V128 right) {
        return Lanes.widen(8, left.high(), right.high(), (a, b) -> (a & 0xff) * (b & 0xff));
    }

    public static V128 extaddPairwiseI8x16S(V128 vector) {
        return Lanes.pairs(8, vector, (a, b) -> a + b);
    }

    public static V128 extaddPairwiseI8x16U(V128 vector) {
        return Lanes.pairs(8, vector, (a, b) -> (a & 0xff) + (b & 0xff));
    }

    public static V128 narrowI32x4S(V128 left, V128 right) {
        return Lanes.narrow(32, left, right, a -> Lanes.clamp(a, -0x8000, 0x7fff));
    }

    public static V128 narrowI32x4U(V128 left, V128 right) {
        return Lanes.narrow(32, left, right, a -> Lanes.clamp(a, 0, 0xffff));
    }

    public static V128 mul(V128 left, V128 right) {
        return Lanes.zip(16, left, right, (a, b) -> a * b);
    }

    public static V128 q15mulrSatS(V128 left, V128 right) {
        return Lanes.zip(16, left, right, (a, b) -> Math.min(a * b + 0x4000 >> 15, 0x7fff));
    }
}
