package dev.spinjvm.component.abi;

/// The state of one component instance (CanonicalABI.md, "Component Instances").
public final class InstanceState {
    final TreeState tree;
    final int index;
    final HandleTable handles = new HandleTable();
    boolean mayEnter = true;
    boolean mayLeave = true;
    int backpressure;

    InstanceState(TreeState tree, int index) {
        this.tree = tree;
        this.index = index;
    }

    void checkMayLeave() {
        if (!mayLeave) {
            throw Traps.trap(Traps.CANNOT_LEAVE);
        }
    }

    void reset() {
        handles.clear();
        mayEnter = true;
        mayLeave = true;
        backpressure = 0;
    }
}
