package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.Instance;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Element;

/// The state of all instances of one store at one moment, to which they can be put back.
///
/// Restoring costs time in proportion to the 4 KiB pages written since. Taken and restored by the store's
/// thread while no guest of it runs. A store that trapped, or that an exception of host code left, must not
/// be restored but dropped. A later snapshot of the same instances makes this one unusable.
public final class Snapshot {

    private final List<Runnable> steps = new ArrayList<>();

    private Snapshot() {}

    /// Takes the state of `instances`, which must be all instances of one store.
    public static Snapshot take(List<CoreInstance> instances) {
        Snapshot snapshot = new Snapshot();
        for (CoreInstance instance : instances) {
            for (int i = 0; i < instance.memories().size(); i++) {
                CoreMemory memory = instance.memories().get(i);
                MemoryImage image = new MemoryImage(instance.module().sharedImage(i, memory.bytes));
                memory.snapshot(image);
                snapshot.steps.add(() -> memory.restore(image));
            }
            for (CoreTable table : instance.tables()) {
                GuestTable.Image image = table.table.image();
                snapshot.steps.add(() -> table.table.restore(image));
            }
            for (CoreGlobal global : instance.globals()) {
                if (global.type().mutable()) {
                    snapshot.steps.add(new GlobalState(global.global)::restore);
                }
            }
            snapshot.addSegments(instance);
        }
        return snapshot;
    }

    private void addSegments(CoreInstance owner) {
        Instance instance = owner.instance();
        if (instance.elementCount() > 0) {
            Element[] elements = new Element[instance.elementCount()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = instance.element(i);
            }
            steps.add(() -> {
                for (int i = 0; i < elements.length; i++) {
                    instance.setElement(i, elements[i]);
                }
            });
        }
        DataSegment @Nullable [] live = owner.dataSegments();
        if (live != null) {
            DataSegment[] segments = live.clone();
            steps.add(() -> System.arraycopy(segments, 0, live, 0, segments.length));
        }
    }

    /// Puts memories, globals, tables and segments back.
    ///
    /// @throws IllegalStateException if a later snapshot was taken
    public void restore() {
        steps.forEach(Runnable::run);
    }

    private record GlobalState(GlobalInstance global, long low, long high, @Nullable Object reference) {

        GlobalState(GlobalInstance global) {
            this(global, global.getValueLow(), global.getValueHigh(), global.getRefValue());
        }

        void restore() {
            global.setValueLow(low);
            global.setValueHigh(high);
            global.setRefValue(reference);
        }
    }
}
