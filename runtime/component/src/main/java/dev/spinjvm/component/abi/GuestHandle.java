package dev.spinjvm.component.abi;

import dev.spinjvm.component.GuestResource;
import dev.spinjvm.component.types.ResourceType;

/// A guest's resource while it is outside every handle table: held by the host, or on its way between two guests.
final class GuestHandle implements GuestResource {
    private final TreeState tree;
    private final ResourceDef.Guest resource;
    private final int representation;
    private final int life;
    private boolean owned;

    GuestHandle(TreeState tree, ResourceDef.Guest resource, int representation, boolean owned) {
        this.tree = tree;
        this.resource = resource;
        this.representation = representation;
        this.owned = owned;
        this.life = tree.life;
    }

    /// Whether the handle belongs to the present life of an instance tree.
    boolean belongsTo(TreeState other) {
        return tree == other && life == other.life;
    }

    /// Gives ownership away.
    int give() {
        if (!owned) {
            throw new IllegalStateException("the handle to a " + type() + " does not own it (any more)");
        }
        owned = false;
        return representation;
    }

    @Override
    public ResourceType type() {
        return resource.type();
    }

    @Override
    public int representation() {
        return representation;
    }

    @Override
    public boolean owned() {
        return owned;
    }

    @Override
    public void drop() {
        if (life != tree.life) {
            throw new IllegalStateException("the instance of this " + type() + " has been reset or closed");
        }
        int rep = give();
        try {
            ResourceBuiltins.destroy(tree, resource, rep, null);
        } catch (Throwable e) {
            tree.store.kill();
            throw e;
        }
    }
}
