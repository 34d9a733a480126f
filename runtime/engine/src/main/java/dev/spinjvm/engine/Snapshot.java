package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.guest.GuestGlobal;
import dev.spinjvm.engine.guest.GuestInstance;
import dev.spinjvm.engine.guest.GuestTable;
import dev.spinjvm.engine.guest.LinearMemory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            snapshot.add(instance);
        }
        return snapshot;
    }

    private void add(CoreInstance owner) {
        GuestInstance instance = owner.instance();
        WasmModule wasm = owner.module().wasm();
        for (int i = wasm.importedMemories(); i < instance.memories.length; i++) {
            LinearMemory memory = instance.memories[i];
            int snapshot = memory.snapshot(owner.module().sharedImage(i, memory.bytes));
            steps.add(() -> memory.restore(snapshot));
        }
        for (int i = wasm.importedTables(); i < instance.tables.length; i++) {
            GuestTable table = instance.tables[i];
            @Nullable
            Object[] image = table.snapshot();
            steps.add(() -> table.restore(image));
        }
        for (int i = wasm.importedGlobals(); i < instance.globals.length; i++) {
            GlobalDecl type = wasm.globals().get(i).type();
            if (type.mutable()) {
                steps.add(global(instance, i, type.valueType()));
            }
        }
        if (owner.module().hasPassiveSegments()) {
            @Nullable
            Object[][] elements = instance.elements.clone();
            byte[][] data = instance.data.clone();
            steps.add(() -> {
                System.arraycopy(elements, 0, instance.elements, 0, elements.length);
                System.arraycopy(data, 0, instance.data, 0, data.length);
            });
        }
    }

    private static Runnable global(GuestInstance instance, int index, ValueType type) {
        GuestGlobal box = instance.globals[index];
        if (box != null) {
            long word = box.word;
            Object reference = box.reference;
            return () -> {
                box.word = word;
                box.reference = reference;
            };
        }
        if (type instanceof NumericType && type != NumericType.V128) {
            long word = instance.globalWord(index);
            return () -> instance.globalWord(index, word);
        }
        Object reference = instance.globalReference(index);
        return () -> instance.globalReference(index, reference);
    }

    /// Puts memories, globals, tables and segments back.
    ///
    /// @throws IllegalStateException if a later snapshot was taken
    public void restore() {
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run();
        }
    }
}
