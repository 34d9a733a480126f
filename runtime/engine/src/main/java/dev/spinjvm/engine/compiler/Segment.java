package dev.spinjvm.engine.compiler;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of a body that becomes a method of its own; the whole body is the outermost segment.
///
/// Its method takes the values of the operand stack that it consumes, the locals that are live where it begins, and the
/// instance. It leaves through its end, or by branches to labels outside, its exits. With exits it returns the number of
/// the exit taken (0 is the end), and passes all values through transfer fields; without exits it returns its only value
/// itself if it has just one.
final class Segment {

    /// Where its instructions lie in the binary.
    final int start;
    final int end;
    /// How many values of the operand stack it consumes.
    final int consumed;
    /// The locals it is given, and those it knows besides, in ascending order.
    final int[] passed;
    final int[] own;
    /// The locals that have to be right where its end is reached, among those it writes; null if that never happens.
    final int @Nullable [] endLocals;
    /// The same for the labels to which it branches, by id, in the order of their numbers, from 1.
    final Map<Integer, int[]> exits;
    /// The segments directly in it, by the place where they begin.
    final Map<Integer, Segment> inner = new HashMap<>();

    Segment(int start, int end, int consumed, int[] passed, int[] own, int @Nullable [] endLocals,
            Map<Integer, int[]> exits) {
        this.start = start;
        this.end = end;
        this.consumed = consumed;
        this.passed = passed;
        this.own = own;
        this.endLocals = endLocals;
        this.exits = exits;
    }
}
