package dev.spinjvm.component.abi;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.engine.CoreFunction;
import org.jspecify.annotations.Nullable;

/// The state of a component instance and of all instances nested in it, addressed by the numbers that planning gave them.
public final class TreeState {
    final StoreState store;
    final InstanceState[] instances;
    final @Nullable CoreFunction[] destructors;
    /// Counts resets: handles that left an earlier life of the tree are worth nothing in this one.
    int life;
    /// For each instance its own number and those of its ancestors: what a call from the host enters.
    final int[][] paths;

    /// @param paths for each instance its own number and those of its ancestors
    /// @param resources number of resource types defined in the tree
    public TreeState(StoreState store, int[][] paths, int resources) {
        this.store = store;
        this.paths = paths;
        this.instances = new InstanceState[paths.length];
        for (int i = 0; i < instances.length; i++) {
            instances[i] = new InstanceState(this, i);
        }
        this.destructors = new CoreFunction[resources];
    }

    public InstanceState instance(int index) {
        return instances[index];
    }

    public StoreState store() {
        return store;
    }

    /// Sets the destructor of a resource type, once the core function that implements it exists.
    public void destructor(int resource, CoreFunction function) {
        destructors[resource] = function;
    }

    /// What a call enters: the target and its ancestors, less the caller and its ancestors.
    int[] entering(int target, @Nullable InstanceState caller) {
        return caller == null ? paths[target] : InstancePaths.entering(paths, target, caller.index);
    }

    /// Begins a task: checks that the target may be entered and marks it (CanonicalABI.md, "Component Instances").
    Task enter(int[] entering, int target, @Nullable LiftedFunction function, @Nullable ResultSink sink) {
        if (store.dead()) {
            throw Traps.trap(Traps.CANNOT_ENTER);
        }
        for (int index : entering) {
            if (!instances[index].mayEnter) {
                throw Traps.trap(Traps.CANNOT_ENTER);
            }
        }
        for (int index : entering) {
            instances[index].mayEnter = false;
        }
        Task task = new Task(instances[target], function, store.current, sink);
        store.current = task;
        return task;
    }

    /// Ends a task that came to its regular end.
    void leave(int[] entering, Task task) {
        store.current = task.caller;
        for (int index : entering) {
            instances[index].mayEnter = true;
        }
    }

    /// Whether no instance holds a handle and none is in a state that only the middle of a call has.
    public boolean pristine() {
        for (var instance : instances) {
            if (!instance.handles.isEmpty() || instance.backpressure != 0) {
                return false;
            }
        }
        return true;
    }

    /// Releases every host resource that guests still own, then forgets all handles and flags. Destructors of guests do
    /// not run: their memory is about to be replaced or dropped.
    public void clear() {
        Releases releases = new Releases();
        life++;
        store.releasing = true;
        for (var instance : instances) {
            instance.handles.forEach(entry -> releases.release(store, entry));
            instance.reset();
        }
        store.releasing = false;
        releases.finish();
    }

    /// Ends the ownership of one host resource.
    static void drop(StoreState store, ResourceDef.Host resource, Object rep) {
        HostInterface.Destructor destructor = resource.destructor();
        if (destructor != null) {
            destructor.drop(store.store, rep);
        }
    }

    /// Runs all destructors although one may fail, and reports the first failure at the end.
    private static final class Releases {
        private @Nullable RuntimeException failure;

        void release(StoreState store, Object entry) {
            if (entry instanceof ResourceHandle handle && handle.own() && handle.resource instanceof ResourceDef.Host host
                    && handle.hostRep != null) {
                try {
                    drop(store, host, handle.hostRep);
                } catch (RuntimeException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
        }

        void finish() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
