package dev.spinjvm.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;
import run.endive.wasm.types.Value;

/// A table that owns its limits: the engine's stock table grows the limits kept in the module, which the
/// module's next instance would start with.
final class GuestTable extends TableInstance {

    /// The most elements that the tables of one instance have together.
    static final int MAX_ELEMENTS = 10_000_000;

    private final Budget budget;
    private final boolean holdsObjects;
    private int[] refs;
    private @Nullable Instance[] instances;
    private @Nullable Object[] objects;
    private boolean written;
    private @Nullable TableLimits limits;

    GuestTable(Table table, int initial, Budget budget) {
        super(new Table(table.elementType(), new TableLimits(0, table.limits().max(), table.limits().shared())),
                initial);
        long min = table.limits().min();
        this.budget = budget;
        if (!budget.take(min)) {
            throw new LinkException("table of " + min + " elements passes the limit of " + MAX_ELEMENTS
                    + " elements for all tables of an instance");
        }
        holdsObjects = table.elementType().isObjectRef();
        refs = new int[(int) min];
        Arrays.fill(refs, initial);
        instances = new Instance[refs.length];
        objects = holdsObjects ? new Object[refs.length] : new Object[0];
    }

    @Override
    public int size() {
        return refs.length;
    }

    @Override
    public TableLimits limits() {
        TableLimits current = limits;
        if (current == null || current.min() != refs.length) {
            TableLimits declared = super.limits();
            current = new TableLimits(refs.length, declared.max(), declared.shared());
            limits = current;
        }
        return current;
    }

    @Override
    public int grow(int size, int value, Instance instance) {
        int old = refs.length;
        if (!resize(size)) {
            return -1;
        }
        Arrays.fill(refs, old, refs.length, value);
        Arrays.fill(instances, old, refs.length, instance);
        return old;
    }

    @Override
    public int growWithRef(int size, @Nullable Object refValue, Instance instance) {
        int old = refs.length;
        if (!resize(size)) {
            return -1;
        }
        Arrays.fill(refs, old, refs.length, refValue == null ? Value.REF_NULL_VALUE : 0);
        Arrays.fill(instances, old, refs.length, instance);
        if (holdsObjects) {
            Arrays.fill(objects, old, refs.length, refValue);
        }
        return old;
    }

    private boolean resize(int by) {
        int old = refs.length;
        if (by < 0 || by > super.limits().max() - old || !budget.take(by)) {
            return false;
        }
        try {
            int[] grownRefs = Arrays.copyOf(refs, old + by);
            @Nullable
            Instance[] grownInstances = Arrays.copyOf(instances, old + by);
            if (holdsObjects) {
                objects = Arrays.copyOf(objects, old + by);
            }
            refs = grownRefs;
            instances = grownInstances;
        } catch (OutOfMemoryError e) {
            budget.giveBack(by);
            return false;
        }
        written = true;
        return true;
    }

    @Override
    public int ref(int index) {
        if (index < 0 || index >= refs.length) {
            throw new WasmEngineException(TrapException.Kind.UNDEFINED_ELEMENT.text);
        }
        return refs[index];
    }

    @Override
    public int requiredRef(int index) {
        int ref = ref(index);
        if (ref == Value.REF_NULL_VALUE) {
            throw new WasmEngineException(TrapException.Kind.UNINITIALIZED_ELEMENT.text + " " + index);
        }
        return ref;
    }

    @Override
    public @Nullable Object objRef(int index) {
        checkIndex(index);
        return holdsObjects ? objects[index] : null;
    }

    @Override
    public void setRef(int index, int value, @Nullable Instance instance) {
        checkIndex(index);
        refs[index] = value;
        instances[index] = instance;
        written = true;
    }

    @Override
    public void setObjRef(int index, @Nullable Object ref, @Nullable Instance instance) {
        checkIndex(index);
        if (holdsObjects) {
            objects[index] = ref;
        }
        refs[index] = ref == null ? Value.REF_NULL_VALUE : 0;
        instances[index] = instance;
        written = true;
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= refs.length) {
            throw new UninstantiableException(TrapException.Kind.TABLE_OUT_OF_BOUNDS.text);
        }
    }

    @Override
    public @Nullable Instance instance(int index) {
        return instances[index];
    }

    @Override
    public void reset() {
        Arrays.fill(refs, Value.REF_NULL_VALUE);
        Arrays.fill(objects, null);
        written = true;
    }

    /// Copies the contents and starts to watch for writes.
    Image image() {
        written = false;
        return new Image(refs.clone(), instances.clone(), objects.clone());
    }

    void restore(Image image) {
        if (written) {
            budget.giveBack(refs.length - image.refs.length);
            refs = image.refs.clone();
            instances = image.instances.clone();
            objects = image.objects.clone();
            written = false;
        }
    }

    /// The contents of a table at one moment.
    static final class Image {
        private final int[] refs;
        private final @Nullable Instance[] instances;
        private final @Nullable Object[] objects;

        private Image(int[] refs, @Nullable Instance[] instances, @Nullable Object[] objects) {
            this.refs = refs;
            this.instances = instances;
            this.objects = objects;
        }
    }
}
