package dev.spinjvm.engine.guest;

/// The bytes of a linear memory, as compiled code sees them.
///
/// Compiled code keeps the arrays in local variables and fetches them again after whatever may grow the memory.
@SuppressWarnings("NullAway.Init")
public class LinearMemory {

    /// The contents; the length is the memory's size.
    public byte[] bytes;
    /// One mark for each 4 KiB page; a store sets the mark of the page of its last byte.
    public short[] cards;

    /// The size in pages of 64 KiB.
    public int size() {
        return bytes.length >>> 16;
    }

    /// `memory.grow`: the former size in pages, or -1.
    public int grow(int pages) {
        return -1;
    }

    /// `memory.fill`; all numbers unsigned.
    public void fill(int start, int value, int length) {}

    /// `memory.copy` from `source`, which may be this memory.
    public void copy(int to, int from, int length, LinearMemory source) {}

    /// `memory.init` from a segment.
    public void init(int to, int from, int length, byte[] segment) {}
}
