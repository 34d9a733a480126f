package dev.spinjvm.engine.compiler;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of a body that becomes a method of its own; the whole body is the outermost segment.
///
/// Its method takes the values of the operand stack that it consumes, the locals that are live where it begins, and the
/// instance. It leaves through its end, or by branches to labels outside, its exits; how it passes values on these ways
/// says [Passing]. The number of an exit is its position from 1, that of the end is 0.
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
    /// The int local that is returned beside the way's number if there are several ways; -1 if there is none.
    final int carried;
    /// Whether a memory may be larger after it.
    final boolean grows;
    /// The segments directly in it, by the place where they begin.
    final Map<Integer, Segment> inner = new HashMap<>();

    /// A segment's method.
    ///
    /// @param left the values of the operand stack that its end leaves
    record Written(String name, String descriptor, Kind[] left) {}

    Segment(int start, int end, int consumed, int[] passed, int[] own, int @Nullable [] endLocals,
            Map<Integer, int[]> exits, int carried, boolean grows) {
        this.start = start;
        this.end = end;
        this.consumed = consumed;
        this.passed = passed;
        this.own = own;
        this.endLocals = endLocals;
        this.exits = exits;
        this.carried = carried;
        this.grows = grows;
    }

    /// In how many ways it can be left.
    int ways() {
        return exits.size() + (endLocals == null ? 0 : 1);
    }
}
