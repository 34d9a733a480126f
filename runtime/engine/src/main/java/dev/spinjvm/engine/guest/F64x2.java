package dev.spinjvm.engine.guest;

/// The vector instructions of shape `f64x2`, see [V128].
public final class F64x2 {

    private F64x2() {}

    private interface Unary {
        double apply(double a);
    }

    private interface Binary {
        double apply(double a, double b);
    }

    private interface Test {
        boolean test(double a, double b);
    }

    private static double low(V128 a) {
        return Double.longBitsToDouble(a.low());
    }

    private static double high(V128 a) {
        return Double.longBitsToDouble(a.high());
    }

    private static V128 of(double low, double high) {
        return new V128(Double.doubleToRawLongBits(low), Double.doubleToRawLongBits(high));
    }

    private static V128 map(V128 a, Unary each) {
        return of(each.apply(low(a)), each.apply(high(a)));
    }

    private static V128 zip(V128 a, V128 b, Binary each) {
        return of(each.apply(low(a), low(b)), each.apply(high(a), high(b)));
    }

    private static V128 compare(V128 a, V128 b, Test each) {
        return new V128(each.test(low(a), low(b)) ? -1 : 0, each.test(high(a), high(b)) ? -1 : 0);
    }

    public static V128 splat(double value) {
        return of(value, value);
    }

    public static double extractLane(V128 a, int lane) {
        return lane == 0 ? low(a) : high(a);
    }

    public static V128 replaceLane(V128 a, double value, int lane) {
        long bits = Double.doubleToRawLongBits(value);
        return lane == 0 ? new V128(bits, a.high()) : new V128(a.low(), bits);
    }

    public static V128 abs(V128 a) {
        return new V128(a.low() & Long.MAX_VALUE, a.high() & Long.MAX_VALUE);
    }

    public static V128 neg(V128 a) {
        return new V128(a.low() ^ Long.MIN_VALUE, a.high() ^ Long.MIN_VALUE);
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
        return map(vector, a -> Double.isNaN(a) ? a + a : Math.ceil(a));
    }

    public static V128 floor(V128 vector) {
        return map(vector, a -> Double.isNaN(a) ? a + a : Math.floor(a));
    }

    public static V128 trunc(V128 vector) {
        return map(vector, a -> Double.isNaN(a) ? a + a : a < 0 ? Math.ceil(a) : Math.floor(a));
    }

    public static V128 nearest(V128 vector) {
        return map(vector, a -> Double.isNaN(a) ? a + a : Math.rint(a));
    }

    public static V128 sqrt(V128 vector) {
        return map(vector, a -> Math.sqrt(a));
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
        return zip(left, right, (a, b) -> Double.isNaN(a) || Double.isNaN(b) ? a + b : Math.min(a, b));
    }

    public static V128 max(V128 left, V128 right) {
        return zip(left, right, (a, b) -> Double.isNaN(a) || Double.isNaN(b) ? a + b : Math.max(a, b));
    }

    public static V128 pmin(V128 left, V128 right) {
        return zip(left, right, (a, b) -> b < a ? b : a);
    }

    public static V128 pmax(V128 left, V128 right) {
        return zip(left, right, (a, b) -> a < b ? b : a);
    }

    public static V128 promoteLowF32x4(V128 a) {
        return of(Float.intBitsToFloat((int) a.low()), Float.intBitsToFloat((int) (a.low() >>> 32)));
    }

    public static V128 convertLowI32x4S(V128 a) {
        return of((int) a.low(), (int) (a.low() >>> 32));
    }

    public static V128 convertLowI32x4U(V128 a) {
        return of((double) (a.low() & 0xffff_ffffL), (double) (a.low() >>> 32));
    }
}
