package dev.spinjvm.engine.guest;

/// The vector instructions of shape `f32x4`, see [V128].
public final class F32x4 {

    private static final long SIGNS = 0x8000_0000_8000_0000L;

    private F32x4() {}

    private interface Unary {
        float apply(float a);
    }

    private interface Binary {
        float apply(float a, float b);
    }

    private interface Test {
        boolean test(float a, float b);
    }

    private static float low(long half) {
        return Float.intBitsToFloat((int) half);
    }

    private static float high(long half) {
        return Float.intBitsToFloat((int) (half >>> 32));
    }

    private static long pair(float low, float high) {
        return Float.floatToRawIntBits(low) & 0xffff_ffffL | (long) Float.floatToRawIntBits(high) << 32;
    }

    private static V128 map(V128 a, Unary each) {
        return new V128(pair(each.apply(low(a.low())), each.apply(high(a.low()))),
                pair(each.apply(low(a.high())), each.apply(high(a.high()))));
    }

    private static V128 zip(V128 a, V128 b, Binary each) {
        return new V128(pair(each.apply(low(a.low()), low(b.low())), each.apply(high(a.low()), high(b.low()))),
                pair(each.apply(low(a.high()), low(b.high())), each.apply(high(a.high()), high(b.high()))));
    }

    private static V128 compare(V128 a, V128 b, Test each) {
        return new V128(compare(a.low(), b.low(), each), compare(a.high(), b.high(), each));
    }

    private static long compare(long a, long b, Test each) {
        return (each.test(low(a), low(b)) ? 0xffff_ffffL : 0) | (each.test(high(a), high(b)) ? -1L << 32 : 0);
    }

    public static V128 splat(float value) {
        long half = pair(value, value);
        return new V128(half, half);
    }

    public static float extractLane(V128 a, int lane) {
        return Float.intBitsToFloat(Lanes.extract(32, a, lane));
    }

    public static V128 replaceLane(V128 a, float value, int lane) {
        return Lanes.replace(32, a, Float.floatToRawIntBits(value), lane);
    }

    public static V128 abs(V128 a) {
        return new V128(a.low() & ~SIGNS, a.high() & ~SIGNS);
    }

    public static V128 neg(V128 a) {
        return new V128(a.low() ^ SIGNS, a.high() ^ SIGNS);
    }

    public static V128 eq(V128 left, V128 right) {
        return compare(left, right, (a, b) -> a == b);
    }

    public static V128 ne(V128 left, V128 right) {
        return compare(left, right, (a, b) -> a != b);
    }

    public static V128 lt(V128 left, V128 right) {
        return compare(left, right, (a, b) -> a < b);
    }

    public static V128 gt(V128 left, V128 right) {
        return compare(left, right, (a, b) -> a > b);
    }

    public static V128 le(V128 left, V128 right) {
        return compare(left, right, (a, b) -> a <= b);
    }

    public static V128 ge(V128 left, V128 right) {
        return compare(left, right, (a, b) -> a >= b);
    }

    public static V128 ceil(V128 vector) {
        return map(vector, a -> Float.isNaN(a) ? a + a : (float) Math.ceil(a));
    }

    public static V128 floor(V128 vector) {
        return map(vector, a -> Float.isNaN(a) ? a + a : (float) Math.floor(a));
    }

    public static V128 trunc(V128 vector) {
        return map(vector, a -> Float.isNaN(a) ? a + a : (float) (a < 0 ? Math.ceil(a) : Math.floor(a)));
    }

    public static V128 nearest(V128 vector) {
        return map(vector, a -> Float.isNaN(a) ? a + a : (float) Math.rint(a));
    }

    public static V128 sqrt(V128 vector) {
        return map(vector, a -> (float) Math.sqrt(a));
    }

    public static V128 add(V128 left, V128 right) {
        return zip(left, right, (a, b) -> a + b);
    }

    public static V128 sub(V128 left, V128 right) {
        return zip(left, right, (a, b) -> a - b);
    }

    public static V128 mul(V128 left, V128 right) {
        return zip(left, right, (a, b) -> a * b);
    }

    public static V128 div(V128 left, V128 right) {
        return zip(left, right, (a, b) -> a / b);
    }

    /// A sum with a NaN is a quiet NaN, which these must give.
    public static V128 min(V128 left, V128 right) {
        return zip(left, right, (a, b) -> Float.isNaN(a) || Float.isNaN(b) ? a + b : Math.min(a, b));
    }

    public static V128 max(V128 left, V128 right) {
        return zip(left, right, (a, b) -> Float.isNaN(a) || Float.isNaN(b) ? a + b : Math.max(a, b));
    }

    public static V128 pmin(V128 left, V128 right) {
        return zip(left, right, (a, b) -> b < a ? b : a);
    }

    public static V128 pmax(V128 left, V128 right) {
        return zip(left, right, (a, b) -> a < b ? b : a);
    }

    public static V128 convertI32x4S(V128 vector) {
        return Lanes.map(32, vector, a -> Float.floatToRawIntBits(a));
    }

    public static V128 convertI32x4U(V128 vector) {
        return Lanes.map(32, vector, a -> Float.floatToRawIntBits((float) (a & 0xffff_ffffL)));
    }

    public static V128 demoteF64x2Zero(V128 a) {
        return new V128(pair((float) Double.longBitsToDouble(a.low()), (float) Double.longBitsToDouble(a.high())), 0);
    }
}
