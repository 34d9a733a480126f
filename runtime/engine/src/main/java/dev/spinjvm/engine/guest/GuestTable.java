package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.HeapType;
import dev.spinjvm.engine.LinkException;
import dev.spinjvm.engine.TableDecl;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A table of references: null, [FunctionReference], or any object for external references.
///
/// Used by one thread at a time.
public final class GuestTable {

    /// The most elements that the tables of one instance have together.
    public static final int MAX_ELEMENTS = 10_000_000;

    private static final @Nullable FunctionReference[] NO_FUNCTIONS = {};

    private final TableDecl declared;
    private final Budget budget;
    private final int maxSize;
    private @Nullable Object[] elements;
    /// The same array, if the elements are functions.
    private @Nullable FunctionReference[] functions = NO_FUNCTIONS;
    private boolean written;

    /// A table of the least size.
    ///
    /// @throws LinkException if the budget has no room for it
    public GuestTable(TableDecl declared, @Nullable Object initial, Budget budget) {
        this.declared = declared;
        this.budget = budget;
        this.maxSize = (int) Math.min(declared.limits().max().orElse(MAX_ELEMENTS), MAX_ELEMENTS);
        long min = declared.limits().min();
        if (!budget.take(min)) {
            throw new LinkException("table of " + min + " elements passes the limit of " + MAX_ELEMENTS
                    + " elements for all tables of an instance");
        }
        HeapType heap = declared.elementType().heapType();
        elements = heap.equals(HeapType.FUNC) || heap.equals(HeapType.NOFUNC) || heap.name().startsWith("(")
                ? new FunctionReference[(int) min]
                : new Object[(int) min];
        if (initial != null) {
            Arrays.fill(elements, initial);
        }
        replace(elements);
    }

    private void replace(@Nullable Object[] next) {
        elements = next;
        if (next instanceof @Nullable FunctionReference[] typed) {
            functions = typed;
        }
    }

    public TableDecl declared() {
        return declared;
    }

    /// The function at `index` (unsigned) for a call that expects the type `typeId`.
    ///
    /// @throws dev.spinjvm.engine.TrapException undefined element, uninitialized element, indirect call type mismatch
    public FunctionReference function(int index, int typeId) {
        @Nullable
        FunctionReference[] all = functions;
        if (index < 0 || index >= all.length) {
            throw Traps.undefinedElement();
        }
        FunctionReference function = all[index];
        if (function == null) {
            throw Traps.uninitializedElement(index);
        }
        if (function.typeId != typeId) {
            throw Traps.indirectCallTypeMismatch();
        }
        return function;
    }

    /// `table.get`.
    ///
    /// @throws dev.spinjvm.engine.TrapException out of bounds table access
    public @Nullable Object get(int index) {
        check(index, 1, elements.length);
        return elements[index];
    }

    /// `table.set`.
    ///
    /// @throws dev.spinjvm.engine.TrapException out of bounds table access
    public void set(int index, @Nullable Object value) {
        check(index, 1, elements.length);
        elements[index] = value;
        written = true;
    }

    public int size() {
        return elements.length;
    }

    /// `table.grow`: the former size, or -1 if a limit forbids it or the Java heap has no room.
    public int grow(@Nullable Object value, int count) {
        int old = elements.length;
        if (count < 0 || count > maxSize - old || !budget.take(count)) {
            return -1;
        }
        try {
            replace(Arrays.copyOf(elements, old + count));
        } catch (OutOfMemoryError e) {
            budget.giveBack(count);
            return -1;
        }
        if (value != null) {
            Arrays.fill(elements, old, old + count, value);
        }
        written = true;
        return old;
    }

    /// `table.fill`; all numbers unsigned, likewise below.
    ///
    /// @throws dev.spinjvm.engine.TrapException out of bounds table access
    public void fill(int start, @Nullable Object value, int count) {
        check(start, count, elements.length);
        Arrays.fill(elements, start, start + count, value);
        written = true;
    }

    /// `table.copy` from `source`, which may be this table.
    ///
    /// @throws dev.spinjvm.engine.TrapException out of bounds table access
    public void copy(int to, int from, int count, GuestTable source) {
        check(to, count, elements.length);
        check(from, count, source.elements.length);
        System.arraycopy(source.elements, from, elements, to, count);
        written = true;
    }

    /// `table.init` from a segment.
    ///
    /// @throws dev.spinjvm.engine.TrapException out of bounds table access
    public void init(int to, int from, int count, @Nullable Object[] segment) {
        check(to, count, elements.length);
        check(from, count, segment.length);
        System.arraycopy(segment, from, elements, to, count);
        written = true;
    }

    private static void check(int start, int count, int limit) {
        if (start < 0 || count < 0 || count > limit - start) {
            throw Traps.tableOutOfBounds();
        }
    }

    /// Copies the contents and starts to watch for writes.
    public @Nullable Object[] snapshot() {
        written = false;
        return elements.clone();
    }

    /// Puts the contents of a snapshot back.
    public void restore(@Nullable Object[] image) {
        if (written) {
            budget.giveBack((long) elements.length - image.length);
            replace(image.clone());
            written = false;
        }
    }
}
