package dev.spinjvm.engine.compiler;

/// What the method of a segment and its caller agree on.
final class SegmentCalls {

    private SegmentCalls() {}

    /// A segment's method.
    ///
    /// @param left the values of the operand stack that its end leaves
    /// @param direct whether it returns its value (if any) itself
    record Written(String name, String descriptor, Kind[] left, boolean direct) {}

    /// The kinds of what is passed out: values of the operand stack, then locals.
    static Kind[] passedOut(Kind[] values, int[] written, Kind[] kinds) {
        Kind[] out = java.util.Arrays.copyOf(values, values.length + written.length);
        for (int i = 0; i < written.length; i++) {
            out[values.length + i] = kinds[written[i]];
        }
        return out;
    }
}
