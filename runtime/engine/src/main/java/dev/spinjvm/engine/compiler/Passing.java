package dev.spinjvm.engine.compiler;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How a segment passes values of the operand stack and locals out on one of its ways.
///
/// A segment with one way returns one of them itself: the topmost value, or a local. One with several ways returns the
/// way's number, and beside it the local that it carries on all ways. The rest goes through transfer fields.
///
/// @param values the kinds of the values that go through transfer fields
/// @param locals the locals that go through transfer fields
/// @param returned the kind of what the method returns, null if it returns nothing or the way's number
/// @param returnedLocal the local that the method returns, -1 if it is a value
record Passing(Kind[] values, int[] locals, @Nullable Kind returned, int returnedLocal) {

    static Passing of(Segment segment, Kind[] values, int[] written, Kind[] kinds) {
        if (segment.ways() > 1) {
            return new Passing(values, without(written, segment.carried), null, -1);
        }
        if (values.length > 0) {
            return new Passing(Arrays.copyOf(values, values.length - 1), written, values[values.length - 1], -1);
        }
        if (written.length > 0) {
            return new Passing(values, without(written, written[0]), kinds[written[0]], written[0]);
        }
        return new Passing(values, written, null, -1);
    }

    private static int[] without(int[] locals, int local) {
        return Arrays.stream(locals).filter(l -> l != local).toArray();
    }

    /// The kinds of all that goes through transfer fields: values, then locals.
    Kind[] all(Kind[] kinds) {
        Kind[] out = Arrays.copyOf(values, values.length + locals.length);
        for (int i = 0; i < locals.length; i++) {
            out[values.length + i] = kinds[locals[i]];
        }
        return out;
    }
}
