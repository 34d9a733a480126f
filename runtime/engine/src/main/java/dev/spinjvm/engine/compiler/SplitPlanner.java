package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.compiler.Trace.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides which parts of a body become methods of their own.
///
/// A part is a run of instructions (with the blocks in them) of one sequence that does not reach below a few values of
/// the operand stack. The largest parts with few exits go first, until what is left is small enough; if that does not
/// suffice, parts may have more exits, and contain parts found before.
final class SplitPlanner {

    private static final int MAX_CONSUMED = 8;
    private static final int MAX_LEFT = 8;
    private static final int MAX_PARAMETER_SLOTS = 200;
    /// A part with more exits than this holds the choice among others, as the loop of an interpreter does. Calling such a
    /// part, and finding out how it was left, costs more than a large method.
    private static final int FEW_EXITS = 16;
    private static final int[] EXIT_LIMITS = {4, 16, 64, Integer.MAX_VALUE};

    private final Trace trace;
    private final Kind[] kinds;
    private final SplitLimits limits;
    private final Liveness liveness;
    /// What each instruction adds to the method that contains it.
    private final int[] weight;
    private final int[] sums;
    /// For the first instruction of a chosen part, the part.
    private final @Nullable Part[] parts;
    private int maxExits;
    private List<Part> found = new ArrayList<>();

    /// Instructions `from` to `to` (exclusive) of the trace.
    private static final class Part {
        final int from;
        final int to;
        final int consumed;
        int gain;
        final Segment segment;
        final int cost;

        Part(int from, int to, int consumed, Segment segment, int cost) {
            this.from = from;
            this.to = to;
            this.consumed = consumed;
            this.segment = segment;
            this.cost = cost;
        }
    }

    SplitPlanner(Trace trace, Kind[] kinds, SplitLimits limits, boolean catches) {
        this.trace = trace;
        this.kinds = kinds;
        this.limits = limits;
        this.liveness = new Liveness(trace, kinds.length, catches);
        this.weight = new int[trace.size];
        for (int i = 0; i < trace.size; i++) {
            weight[i] = trace.pc[i + 1] - trace.pc[i];
        }
        this.sums = new int[trace.size + 1];
        this.parts = new Part[trace.size];
    }

    /// Returns the whole body, which ends at `end`, with its inner segments.
    Segment plan(int end) {
        sum();
        takeHandlers();
        reduce(1, trace.nodes.getFirst().end);
        Segment root = new Segment(trace.offset[0], end, 0, new int[0], new int[0], null, Map.of(), -1, false);
        nest(1, trace.size, root);
        return root;
    }

    /// Takes parts of a sequence until the rest is small.
    private void reduce(int from, int to) {
        for (int limit : EXIT_LIMITS) {
            maxExits = limit;
            int most = limit <= FEW_EXITS ? limits.outer() : limits.most();
            while (size(from, to) > most && round(from, to)) {
                sum();
            }
        }
    }

    private void sum() {
        for (int i = 0; i < trace.size; i++) {
            sums[i + 1] = sums[i] + weight[i];
        }
    }

    private void nest(int from, int to, Segment outer) {
        for (int i = from; i < to;) {
            Part part = parts[i];
            if (part == null) {
                i++;
                continue;
            }
            outer.inner.put(part.segment.start, part.segment);
            parts[i] = null;
            inside(part);
            i = part.to;
        }
    }

    private void inside(Part part) {
        List<Part> within = nested.get(part);
        if (within != null) {
            for (Part inner : within) {
                part.segment.inner.put(inner.segment.start, inner.segment);
                inside(inner);
            }
        }
    }

    private final IdentityHashMap<Part, List<Part>> nested = new IdentityHashMap<>();

    /// Each `try_table` is a part, the inner ones first.
    private void takeHandlers() {
        for (int n = trace.nodes.size() - 1; n > 0; n--) {
            Node node = trace.nodes.get(n);
            if (trace.opcode[node.open] == Op.TRY_TABLE) {
                reduce(node.open + 1, node.end);
                take(describe(node.open, node.end + 1));
                sum();
            }
        }
    }

    private void take(Part part) {
        List<Part> within = new ArrayList<>();
        for (int i = part.from; i < part.to;) {
            Part inner = parts[i];
            if (inner != null) {
                within.add(inner);
                parts[i] = null;
                i = inner.to;
            } else {
                i++;
            }
        }
        if (!within.isEmpty()) {
            nested.put(part, within);
        }
        java.util.Arrays.fill(weight, part.from, part.to, 0);
        weight[part.from] = part.cost;
        parts[part.from] = part;
    }

    /// Looks for parts and takes as many as are needed; false if there is none.
    private boolean round(int from, int to) {
        found = new ArrayList<>();
        sequence(from, to);
        found.removeIf(part -> part.gain < limits.least());
        found.sort(Comparator.comparingInt((Part part) -> -part.gain));
        int excess = size(from, to) - limits.outer();
        boolean any = false;
        for (Part part : found) {
            if (excess <= 0) {
                break;
            }
            take(part);
            excess -= part.gain;
            any = true;
        }
        return any;
    }

    /// The end of the item that begins with instruction `index`: itself, a block, or a part taken before.
    private int itemEnd(int index) {
        if (parts[index] != null) {
            return parts[index].to;
        }
        int op = trace.opcode[index];
        if (op == Op.BLOCK || op == Op.LOOP || op == Op.IF || op == Op.TRY_TABLE) {
            return Liveness.node(trace, index).end + 1;
        }
        return index + 1;
    }

    private int size(int from, int to) {
        return sums[to] - sums[from];
    }

    /// Looks for parts in the instructions `from` to `to`, which are one sequence, and in blocks too large to be parts.
    private void sequence(int from, int to) {
        int at = from;
        while (at < to) {
            at = run(at, to);
        }
    }

    /// Takes the longest run that begins at `from`, and returns where to go on.
    private int run(int from, int to) {
        int least = trace.height[from];
        int good = -1;
        int goodLeast = least;
        Set<Integer> exits = new LinkedHashSet<>();
        int at = from;
        while (at < to) {
            int next = itemEnd(at);
            if (size(from, next) > limits.segment()) {
                break;
            }
            least = Math.min(least, lowest(at, next));
            if (trace.height[from] - least > MAX_CONSUMED) {
                break;
            }
            addExits(from, at, next, exits);
            if (exits.size() > maxExits) {
                break;
            }
            at = next;
            if (trace.height[at] <= trace.height[from] || trace.deadAfter[at - 1] || trace.height[at] - least <= MAX_LEFT && good < 0) {
                good = at;
                goodLeast = least;
            }
        }
        if (good < 0) {
            // The first item cannot be in a part, but what it contains can.
            int next = itemEnd(from);
            if (parts[from] == null && next > from + 1) {
                Node node = Liveness.node(trace, from);
                if (node.otherwise >= 0) {
                    sequence(from + 1, node.otherwise);
                    sequence(node.otherwise + 1, node.end);
                } else {
                    sequence(from + 1, node.end);
                }
            }
            return next;
        }
        if (size(from, good) >= limits.least()) {
            Part part = describe(from, good);
            if (part.segment.passed.length == 0 || slots(part.segment.passed) <= MAX_PARAMETER_SLOTS) {
                if (trace.height[from] - goodLeast == part.consumed) {
                    part.gain = size(from, good) - part.cost;
                    found.add(part);
                }
            }
        }
        return good;
    }

    private int slots(int[] passed) {
        int slots = 0;
        for (int local : passed) {
            slots += kinds[local].slots;
        }
        return slots;
    }

    private int lowest(int from, int to) {
        int least = trace.height[from];
        for (int i = from; i < to; i++) {
            least = Math.min(least, trace.low[i]);
        }
        return least;
    }

    /// Adds the nodes outside of `start` to which the instructions `from` to `to` branch.
    private void addExits(int start, int from, int to, Set<Integer> exits) {
        for (int i = from; i < to; i++) {
            for (int node : Liveness.branches(trace, i)) {
                if (trace.nodes.get(node).open < start) {
                    exits.add(node);
                }
            }
        }
    }

    /// What the method of a part takes and passes out.
    private Part describe(int from, int to) {
        int words = Math.max(1, kinds.length + 63 >>> 6);
        long[] read = new long[words];
        long[] written = new long[words];
        Set<Integer> exits = new LinkedHashSet<>();
        addExits(from, from, to, exits);
        boolean grows = false;
        for (int i = from; i < to; i++) {
            grows |= trace.grows[i];
            switch (trace.opcode[i]) {
                case Op.LOCAL_GET -> Liveness.set(read, trace.operand[i]);
                case Op.LOCAL_SET, Op.LOCAL_TEE -> Liveness.set(written, trace.operand[i]);
                default -> {
                }
            }
        }
        long[] needed = read.clone();
        Map<Integer, int[]> exitLocals = new LinkedHashMap<>();
        int cost = 8;
        for (int node : exits) {
            long[] live = and(written, liveness.atLabel(node));
            or(needed, live);
            int[] list = list(live);
            exitLocals.put(trace.nodes.get(node).id, list);
            cost += 10 + 6 * list.length;
        }
        int[] endLocals = null;
        if (!trace.deadAfter[to - 1]) {
            long[] live = and(written, liveness.before(to));
            or(needed, live);
            endLocals = list(live);
            cost += 6 * endLocals.length;
        }
        int[] passed = list(and(needed, liveness.before(from)));
        long[] mentioned = read.clone();
        or(mentioned, written);
        for (int local : passed) {
            mentioned[local >> 6] &= ~(1L << local);
        }
        cost += 2 * passed.length;
        int consumed = trace.height[from] - lowest(from, to);
        Segment segment = new Segment(trace.offset[from], to < trace.size ? trace.offset[to] : -1, consumed, passed,
                list(mentioned), endLocals, exitLocals, carried(endLocals, exitLocals), grows);
        return new Part(from, to, consumed, segment, cost);
    }

    /// The int local that is passed out on most ways.
    private int carried(int @Nullable [] endLocals, Map<Integer, int[]> exits) {
        int[] counts = new int[kinds.length];
        int best = -1;
        List<int[]> ways = new ArrayList<>(exits.values());
        if (endLocals != null) {
            ways.add(endLocals);
        }
        for (int[] way : ways) {
            for (int local : way) {
                counts[local]++;
                if (kinds[local] == Kind.INT && (best < 0 || counts[local] > counts[best])) {
                    best = local;
                }
            }
        }
        return best;
    }

    private static long[] and(long[] a, long[] b) {
        long[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] &= b[i];
        }
        return out;
    }

    private static void or(long[] a, long[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] |= b[i];
        }
    }

    private static int[] list(long[] set) {
        int count = 0;
        for (long word : set) {
            count += Long.bitCount(word);
        }
        int[] out = new int[count];
        int next = 0;
        for (int w = 0; w < set.length; w++) {
            for (long rest = set[w]; rest != 0; rest &= rest - 1) {
                out[next++] = (w << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return out;
    }
}
