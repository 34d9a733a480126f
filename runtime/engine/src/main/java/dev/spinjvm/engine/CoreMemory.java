package dev.spinjvm.engine;

import dev.spinjvm.engine.guest.LinearMemory;
import java.util.Objects;

/// A linear memory.
///
/// Used by one thread at a time. Growth replaces the array, so callers fetch it again after every call
/// into a guest.
public final class CoreMemory implements Extern {

    final LinearMemory memory;

    CoreMemory(LinearMemory memory) {
        this.memory = memory;
    }

    /// The bytes, starting at address 0. The array may be longer than [#byteSize]; it is valid until a
    /// guest of this store runs. After writing into it, call [#written].
    public byte[] array() {
        return memory.bytes;
    }

    /// The size in bytes.
    public int byteSize() {
        return memory.bytes.length;
    }

    /// Tells that the host wrote `length` bytes at `offset`, so that a snapshot restores them.
    ///
    /// @throws IndexOutOfBoundsException if the range is not inside the memory
    public void written(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, memory.bytes.length);
        memory.mark(offset, length);
    }

    /// Grows by `pages` of 64 KiB. Returns the former size in pages, or -1 if a limit forbids it or the
    /// Java heap has no room.
    public int grow(int pages) {
        return memory.grow(pages);
    }

    /// The bytes of the Java heap that the memory holds: more than its size where it grew since the last snapshot.
    public long heldBytes() {
        return memory.held();
    }

    /// Gives up the array while the guest waits in a host function, and keeps only what differs from the image of the last
    /// snapshot. Until [#bringBack] nobody may look into the memory. Called by any thread that sees what the guest's own one
    /// did last.
    ///
    /// @return the bytes that are still held
    /// @throws IllegalStateException if no snapshot was taken
    public long setAside() {
        return memory.setAside();
    }

    /// Undoes [#setAside].
    public void bringBack() {
        memory.bringBack();
    }

    @Override
    public MemoryDecl type() {
        MemoryDecl declared = memory.declared();
        return new MemoryDecl(new Limits(memory.size(), declared.limits().max()), declared.shared(), false);
    }
}
