package dev.spinjvm.component.abi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The state of one component instance (CanonicalABI.md, "Component Instances").
public final class InstanceState {
    final TreeState tree;
    final int index;
    final HandleTable handles = new HandleTable();
    boolean mayEnter = true;
    boolean mayLeave = true;
    int backpressure;
    /// Where calls of `realloc` pass their values; there is one at a time, since it cannot leave the instance.
    final long[] reallocValues = new long[4];
    private @Nullable Task reallocTask;

    InstanceState(TreeState tree, int index) {
        this.tree = tree;
        this.index = index;
    }

    void checkMayLeave() {
        if (!mayLeave) {
            throw Traps.trap(Traps.CANNOT_LEAVE);
        }
    }

    /// The task of one call of `realloc`, with slots of its own that are zero.
    Task taskOfRealloc() {
        Task task = reallocTask;
        if (task == null) {
            task = new Task(this, null, null, null);
            reallocTask = task;
        } else {
            Arrays.fill(task.context, 0);
        }
        return task;
    }

    void reset() {
        handles.clear();
        mayEnter = true;
        mayLeave = true;
        backpressure = 0;
    }
}
