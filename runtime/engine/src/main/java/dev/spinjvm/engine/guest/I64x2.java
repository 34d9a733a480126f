package dev.spinjvm.engine.guest;

/// The vector instructions of shape `i64x2`, see [V128].
public final class I64x2 {

    private I64x2() {}

    public static V128 splat(long value) {
        return new V128(value, value);
    }

    public static long extractLane(V128 a, int lane) {
        return lane == 0 ? a.low() : a.high();
    }

    public static V128 replaceLane(V128 a, long value, int lane) {
        return lane == 0 ? new V128(value, a.high()) : new V128(a.low(), value);
    }

    private static long mask(boolean holds) {
        return holds ? -1 : 0;
    }

    public static V128 eq(V128 a, V128 b) {
        return new V128(mask(a.low() == b.low()), mask(a.high() == b.high()));
    }

    public static V128 ne(V128 a, V128 b) {
        return new V128(mask(a.low() != b.low()), mask(a.high() != b.high()));
    }

    public static V128 ltS(V128 a, V128 b) {
        return new V128(mask(a.low() < b.low()), mask(a.high() < b.high()));
    }

    public static V128 gtS(V128 a, V128 b) {
        return new V128(mask(a.low() > b.low()), mask(a.high() > b.high()));
    }

    public static V128 leS(V128 a, V128 b) {
        return new V128(mask(a.low() <= b.low()), mask(a.high() <= b.high()));
    }

    public static V128 geS(V128 a, V128 b) {
        return new V128(mask(a.low() >= b.low()), mask(a.high() >= b.high()));
    }

    public static V128 abs(V128 a) {
        return new V128(Math.abs(a.low()), Math.abs(a.high()));
    }

    public static V128 neg(V128 a) {
        return new V128(-a.low(), -a.high());
    }

    public static int allTrue(V128 a) {
        return a.low() != 0 && a.high() != 0 ? 1 : 0;
    }

    public static int bitmask(V128 a) {
        return (int) (a.low() >>> 63 | a.high() >>> 63 << 1);
    }

    public static V128 shl(V128 a, int count) {
        return new V128(a.low() << count, a.high() << count);
    }

    public static V128 shrS(V128 a, int count) {
        return new V128(a.low() >> count, a.high() >> count);
    }

    public static V128 shrU(V128 a, int count) {
        return new V128(a.low() >>> count, a.high() >>> count);
    }

    public static V128 add(V128 a, V128 b) {
        return new V128(a.low() + b.low(), a.high() + b.high());
    }

    public static V128 sub(V128 a, V128 b) {
        return new V128(a.low() - b.low(), a.high() - b.high());
    }

    public static V128 mul(V128 a, V128 b) {
        return new V128(a.low() * b.low(), a.high() * b.high());
    }

    public static V128 extendLowI32x4S(V128 a) {
        return new V128((int) a.low(), a.low() >> 32);
    }

    public static V128 extendLowI32x4U(V128 a) {
        return new V128(a.low() & 0xffff_ffffL, a.low() >>> 32);
    }

    public static V128 extmulLowI32x4S(V128 a, V128 b) {
        return mul(extendLowI32x4S(a), extendLowI32x4S(b));
    }

    public static V128 extmulLowI32x4U(V128 a, V128 b) {
        return mul(extendLowI32x4U(a), extendLowI32x4U(b));
    }

    public static V128 extendHighI32x4S(V128 a) {
        return new V128((int) a.high(), a.high() >> 32);
    }

    public static V128 extendHighI32x4U(V128 a) {
        return new V128(a.high() & 0xffff_ffffL, a.high() >>> 32);
    }

    public static V128 extmulHighI32x4S(V128 a, V128 b) {
        return mul(extendHighI32x4S(a), extendHighI32x4S(b));
    }

    public static V128 extmulHighI32x4U(V128 a, V128 b) {
        return mul(extendHighI32x4U(a), extendHighI32x4U(b));
    }
}
