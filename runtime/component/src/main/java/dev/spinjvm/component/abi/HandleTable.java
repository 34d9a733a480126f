package dev.spinjvm.component.abi;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The table of one component instance (CanonicalABI.md, "Table State"). Index 0 stays unused, and freed indices are
/// given out again last in, first out: both are visible to guests and so part of the contract.
final class HandleTable {
    /// Far below the specification's bound, so that a guest cannot fill the host's heap with handles.
    static final int MAX_LENGTH = 1 << 20;

    private @Nullable Object[] entries = new Object[16];
    private int[] free = new int[8];
    private int length = 1;
    private int freeCount;

    Object get(int index) {
        Object entry = Integer.compareUnsigned(index, length) < 0 ? entries[index] : null;
        if (entry == null) {
            throw Traps.unknownHandle(index);
        }
        return entry;
    }

    int add(Object entry) {
        int index;
        if (freeCount > 0) {
            index = free[--freeCount];
        } else {
            if (length > MAX_LENGTH) {
                throw Traps.trap("resource table has no free keys");
            }
            if (length == entries.length) {
                entries = Arrays.copyOf(entries, length * 2);
            }
            index = length++;
        }
        entries[index] = entry;
        return index;
    }

    Object remove(int index) {
        Object entry = get(index);
        entries[index] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = index;
        return entry;
    }

    /// Visits what is in the table, lowest index first.
    void forEach(Consumer<Object> visitor) {
        for (int i = 1; i < length; i++) {
            Object entry = entries[i];
            if (entry != null) {
                visitor.accept(entry);
            }
        }
    }

    void clear() {
        Arrays.fill(entries, 1, length, null);
        length = 1;
        freeCount = 0;
    }

    boolean isEmpty() {
        return length - 1 == freeCount;
    }
}
