package dev.spinjvm.component.abi;

import dev.spinjvm.engine.CoreFunction;
import dev.spinjvm.engine.HostCode;
import org.jspecify.annotations.Nullable;

/// `resource.new`, `resource.drop` and `resource.rep` (CanonicalABI.md, "Canonical Definitions").
public final class ResourceBuiltins {
    private ResourceBuiltins() {}

    public static HostCode resourceNew(InstanceState instance, ResourceDef resource) {
        return values -> {
            instance.checkMayLeave();
            values[0] = instance.handles.add(ResourceHandle.guest(resource, (int) values[0], null));
        };
    }

    public static HostCode resourceRep(InstanceState instance, ResourceDef resource) {
        return values -> values[0] = HandleType.expect(instance, (int) values[0], resource).guestRep;
    }

    public static HostCode resourceDrop(InstanceState instance, ResourceDef resource) {
        return values -> {
            instance.checkMayLeave();
            drop(instance, resource, (int) values[0]);
        };
    }

    private static void drop(InstanceState instance, ResourceDef resource, int index) {
        ResourceHandle handle = HandleType.expect(instance, index, resource);
        HandleType.remove(instance, index, handle);
        Task scope = handle.borrowScope;
        if (scope != null) {
            scope.borrows--;
            return;
        }
        switch (resource) {
            case ResourceDef.Host host -> {
                if (handle.hostRep != null) {
                    StoreState store = instance.tree.store;
                    store.hostCalls++;
                    TreeState.drop(store, host, handle.hostRep);
                }
            }
            case ResourceDef.Guest guest -> destroy(instance.tree, guest, handle.guestRep, instance);
        }
    }

    /// Runs the destructor of a guest's resource in the instance that defines it.
    ///
    /// @param caller the instance that dropped the last handle, or null for the host
    static void destroy(TreeState tree, ResourceDef.Guest resource, int rep, @Nullable InstanceState caller) {
        CoreFunction destructor = tree.destructors[resource.index()];
        if (destructor == null) {
            return;
        }
        int[] entering = tree.entering(resource.instance(), caller);
        Task task = tree.enter(entering, resource.instance(), null, null);
        destructor.call(new long[]{rep});
        tree.leave(entering, task);
    }
}
