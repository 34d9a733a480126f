package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.compiler.Trace.Node;
import java.util.Arrays;

/// Which locals are read later without being written first, before each instruction of a trace.
///
/// A backward pass over the instructions; loops make it repeat until nothing changes. Where exceptions are caught, every
/// local counts as live everywhere.
final class Liveness {

    private final Trace trace;
    private final int words;
    private final long[][] before;
    /// What is live behind the end of each node, and (of loops) before its beginning.
    private final long[][] behind;
    private final long[][] atLoop;
    private final long[][] atOtherwise;

    Liveness(Trace trace, int locals, boolean everything) {
        this.trace = trace;
        this.words = Math.max(1, locals + 63 >>> 6);
        this.before = new long[trace.size + 1][];
        int nodes = trace.nodes.size();
        this.behind = new long[nodes][];
        this.atLoop = new long[nodes][];
        this.atOtherwise = new long[nodes][];
        if (everything) {
            long[] all = new long[words];
            for (int i = 0; i < locals; i++) {
                set(all, i);
            }
            Arrays.fill(before, all);
            Arrays.fill(behind, all);
            Arrays.fill(atLoop, all);
        } else {
            long[] none = new long[words];
            Arrays.fill(behind, none);
            Arrays.fill(atLoop, none);
            Arrays.fill(atOtherwise, none);
            while (pass()) {
                // Loops learn from their ends.
            }
        }
    }

    /// What is live before instruction `index` of the trace.
    long[] before(int index) {
        return before[index];
    }

    /// What is live where a branch to `node` arrives.
    long[] atLabel(int node) {
        return trace.nodes.get(node).loop ? atLoop[node] : behind[node];
    }

    static void set(long[] set, int bit) {
        set[bit >> 6] |= 1L << bit;
    }

    static boolean has(long[] set, int bit) {
        return (set[bit >> 6] & 1L << bit) != 0;
    }

    private boolean pass() {
        boolean changed = false;
        long[] live = new long[words];
        before[trace.size] = live;
        for (int i = trace.size - 1; i >= 0; i--) {
            int operand = trace.operand[i];
            switch (trace.opcode[i]) {
                case Op.LOCAL_GET -> {
                    if (!has(live, operand)) {
                        live = live.clone();
                        set(live, operand);
                    }
                }
                case Op.LOCAL_SET, Op.LOCAL_TEE -> {
                    if (has(live, operand)) {
                        live = live.clone();
                        live[operand >> 6] &= ~(1L << operand);
                    }
                }
                case Op.END -> behind[operand] = live;
                case Op.ELSE -> {
                    atOtherwise[operand] = live;
                    live = behind[operand];
                }
                case Op.IF -> live = union(live,
                        trace.nodes.get(operand).otherwise >= 0 ? atOtherwise[operand] : behind[operand]);
                case Op.LOOP -> {
                    long[] known = union(atLoop[operand], live);
                    if (!Arrays.equals(known, atLoop[operand])) {
                        atLoop[operand] = known;
                        changed = true;
                    }
                    live = known;
                }
                case Op.BR -> live = atLabel(operand);
                case Op.BR_IF, Op.BR_ON_NULL, Op.BR_ON_NON_NULL -> live = union(live, atLabel(operand));
                case Op.BR_TABLE -> {
                    live = new long[words];
                    int[] labels = trace.labels.get(i);
                    if (labels != null) {
                        for (int node : labels) {
                            long[] at = atLabel(node);
                            for (int w = 0; w < words; w++) {
                                live[w] |= at[w];
                            }
                        }
                    }
                }
                case Op.RETURN, Op.UNREACHABLE, Op.THROW, Op.THROW_REF, Op.RETURN_CALL, Op.RETURN_CALL_INDIRECT,
                        Op.RETURN_CALL_REF -> live = new long[words];
                default -> {
                }
            }
            before[i] = live;
        }
        return changed;
    }

    private static long[] union(long[] a, long[] b) {
        boolean same = true;
        for (int i = 0; i < a.length; i++) {
            same &= (b[i] & ~a[i]) == 0;
        }
        if (same) {
            return a;
        }
        long[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] |= b[i];
        }
        return out;
    }

    /// The nodes to which instruction `index` may branch.
    static int[] branches(Trace trace, int index) {
        return switch (trace.opcode[index]) {
            case Op.BR, Op.BR_IF, Op.BR_ON_NULL, Op.BR_ON_NON_NULL -> new int[]{trace.operand[index]};
            case Op.BR_TABLE, Op.TRY_TABLE -> trace.labels.getOrDefault(index, new int[0]);
            case Op.RETURN, Op.RETURN_CALL, Op.RETURN_CALL_INDIRECT, Op.RETURN_CALL_REF -> new int[]{0};
            default -> NO_BRANCHES;
        };
    }

    private static final int[] NO_BRANCHES = {};

    static Node node(Trace trace, int index) {
        return trace.nodes.get(trace.operand[index]);
    }
}
