package dev.spinjvm.engine.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was seen while a body was written in one piece: its instructions in a row, without unreachable ones.
final class Trace {

    /// A block, loop, `if`, `try_table` or the function itself.
    static final class Node {
        final int id;
        final int open;
        final boolean loop;
        int otherwise = -1;
        int end = -1;

        Node(int id, int open, boolean loop) {
            this.id = id;
            this.open = open;
            this.loop = loop;
        }
    }

    final List<Node> nodes = new ArrayList<>();
    /// The nodes to which an instruction with several labels branches.
    final Map<Integer, int[]> labels = new HashMap<>();
    int size;
    int[] offset = new int[1024];
    int[] opcode = new int[1024];
    /// The local, the node that the instruction opens or ends, or the node to which it branches.
    int[] operand = new int[1024];
    /// The stack's height before the instruction, and the least height while it ran.
    int[] height = new int[1024];
    int[] low = new int[1024];
    /// The size of the code before the instruction; one element more at the end.
    int[] pc = new int[1024];
    /// Whether nothing gets past the instruction.
    boolean[] deadAfter = new boolean[1024];
    /// Whether a memory may be larger afterwards.
    boolean[] grows = new boolean[1024];

    void begin(int at, int op, int stackHeight, int codeSize) {
        if (size + 1 == offset.length) {
            int capacity = offset.length * 2;
            offset = Arrays.copyOf(offset, capacity);
            opcode = Arrays.copyOf(opcode, capacity);
            operand = Arrays.copyOf(operand, capacity);
            height = Arrays.copyOf(height, capacity);
            low = Arrays.copyOf(low, capacity);
            pc = Arrays.copyOf(pc, capacity);
            deadAfter = Arrays.copyOf(deadAfter, capacity);
            grows = Arrays.copyOf(grows, capacity);
        }
        offset[size] = at;
        opcode[size] = op;
        operand[size] = -1;
        height[size] = stackHeight;
        low[size] = stackHeight;
        pc[size] = codeSize;
        size++;
    }

    void finish(int leastHeight, int codeSize, boolean dead, boolean grown) {
        grows[size - 1] = grown;
        deadAfter[size - 1] = dead;
        low[size - 1] = Math.min(low[size - 1], leastHeight);
        pc[size] = codeSize;
    }

    int open(int id, boolean loop) {
        nodes.add(new Node(id, size - 1, loop));
        int node = nodes.size() - 1;
        if (size > 0) {
            operand[size - 1] = node;
        }
        return node;
    }

    void operand(int value) {
        operand[size - 1] = value;
    }
}
