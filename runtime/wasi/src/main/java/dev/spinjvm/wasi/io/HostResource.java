package dev.spinjvm.wasi.io;

import org.jspecify.annotations.Nullable;

/// A host object behind a resource handle that may depend on another: a pollable on its stream, a stream on its body.
/// A parent must outlive its children; dropping it earlier is a trap.
///
/// Used on the guest's thread only, unless a subclass says otherwise.
public abstract class HostResource {
    private final @Nullable HostResource parent;
    private int children;
    private boolean released;

    protected HostResource(@Nullable HostResource parent) {
        this.parent = parent;
        if (parent != null) {
            parent.children++;
        }
    }

    /// Whether a child of this resource is still alive.
    public final boolean hasChildren() {
        return children > 0;
    }

    /// Ends the life of this resource because the guest dropped it, or handed it to the host for good.
    ///
    /// @throws WasiTrap if a child is still alive
    public final void drop() {
        if (children > 0) {
            throw new WasiTrap("resource has children");
        }
        release();
    }

    /// Ends the life of this resource together with that of its guest, in whatever order.
    public final void release() {
        if (released) {
            return;
        }
        released = true;
        if (parent != null) {
            parent.children--;
        }
        dropped();
    }

    /// Frees what the resource holds. Called at most once.
    protected void dropped() {}
}
