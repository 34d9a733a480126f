package dev.spinjvm.engine.guest;

/// A 128-bit vector, and the instructions that take it as 128 bits.
///
/// The instructions of each shape are in the class of the shape's name; methods are named as the instructions are
/// (core specification, "Vector Instructions").
///
/// @param low the lanes with the lower indices; lane 0 is in the lowest bits
/// @param high the other lanes
public record V128(long low, long high) {

    public static final V128 ZERO = new V128(0, 0);

    public static V128 of(long low, long high) {
        return new V128(low, high);
    }

    public static V128 not(V128 a) {
        return new V128(~a.low, ~a.high);
    }

    public static V128 and(V128 a, V128 b) {
        return new V128(a.low & b.low, a.high & b.high);
    }

    public static V128 andnot(V128 a, V128 b) {
        return new V128(a.low & ~b.low, a.high & ~b.high);
    }

    public static V128 or(V128 a, V128 b) {
        return new V128(a.low | b.low, a.high | b.high);
    }

    public static V128 xor(V128 a, V128 b) {
        return new V128(a.low ^ b.low, a.high ^ b.high);
    }

    public static V128 bitselect(V128 a, V128 b, V128 mask) {
        return new V128(a.low & mask.low | b.low & ~mask.low, a.high & mask.high | b.high & ~mask.high);
    }

    public static int anyTrue(V128 a) {
        return (a.low | a.high) == 0 ? 0 : 1;
    }

    /// `select` between vectors.
    public static V128 select(V128 a, V128 b, int condition) {
        return condition != 0 ? a : b;
    }
}
