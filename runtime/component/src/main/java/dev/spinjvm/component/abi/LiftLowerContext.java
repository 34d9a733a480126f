package dev.spinjvm.component.abi;

import dev.spinjvm.engine.CoreFunction;
import dev.spinjvm.engine.CoreMemory;
import org.jspecify.annotations.Nullable;

/// One direction of one call: the memory it works on and the scope of what it lends
/// (CanonicalABI.md, "Lifting and Lowering Context").
///
/// The array of the memory is kept at hand and fetched again whenever guest code may have made it grow.
final class LiftLowerContext {
    private static final byte[] NO_MEMORY = {};
    /// What one call may make the host allocate, so that a small guest cannot exhaust the host's heap by nested lists.
    private static final long HOST_BUDGET = 128L << 20;
    private static final long TRANSFER_BUDGET = 1L << 30;

    final InstanceState instance;
    /// Between two guests; strings then keep their source encoding, and traps have the wording of adapters.
    final boolean transfer;
    final @Nullable Task task;
    final @Nullable Subtask subtask;
    byte[] bytes;
    private int size;
    private long budget;
    private final @Nullable CoreMemory memory;
    private final @Nullable CoreFunction realloc;

    LiftLowerContext(CanonicalOptions options, boolean transfer, @Nullable Task task, @Nullable Subtask subtask) {
        this.instance = options.instance();
        this.memory = options.memory();
        this.realloc = options.realloc();
        this.transfer = transfer;
        this.task = task;
        this.subtask = subtask;
        this.budget = transfer ? TRANSFER_BUDGET : HOST_BUDGET;
        this.bytes = NO_MEMORY;
        refresh();
    }

    /// Begins the next call with the same scope.
    void begin() {
        budget = HOST_BUDGET;
    }

    /// Lets go of the array, before guest code runs or the host function waits: a memory may be set aside meanwhile.
    void release() {
        bytes = NO_MEMORY;
        size = 0;
    }

    /// Fetches the array of the memory again.
    void refresh() {
        CoreMemory present = memory;
        if (present != null) {
            bytes = present.array();
            size = present.byteSize();
        }
    }

    boolean inBounds(int pointer, long length) {
        return (pointer & 0xffff_ffffL) + length <= size;
    }

    /// Tells that the range, known to be in bounds, is about to be written.
    void writing(int pointer, int length) {
        if (memory != null) {
            memory.written(pointer, length);
        }
    }

    void checkAligned(int pointer, int alignment) {
        if ((pointer & alignment - 1) != 0) {
            throw Traps.trap(Traps.UNALIGNED);
        }
    }

    /// Checks a pointer to parameters or results in memory.
    void checkTuple(int pointer, int alignment, int length) {
        checkAligned(pointer, alignment);
        if (!inBounds(pointer, length)) {
            throw Traps.trap("pointer out of bounds of memory");
        }
    }

    /// Charges what the host is about to allocate for the guest.
    void charge(long amount) {
        budget -= amount;
        if (budget < 0) {
            throw Traps.trap("a single call passes more data than this host allows");
        }
    }

    /// Allocates in the guest; `what` names the content for the trap text.
    int allocate(int alignment, long length, String what) {
        return reallocate(0, 0, alignment, length, what);
    }

    /// Calls the guest's `realloc` and checks what it answers.
    int reallocate(int old, long oldLength, int alignment, long length, String what) {
        CoreFunction function = realloc;
        if (function == null) {
            throw new IllegalStateException("a canonical definition that needs realloc has none");
        }
        StoreState store = instance.tree.store;
        Task before = store.current;
        store.current = instance.taskOfRealloc();
        instance.mayLeave = false;
        long[] values = instance.reallocValues;
        values[0] = old;
        values[1] = oldLength;
        values[2] = alignment;
        values[3] = length;
        function.call(values);
        int pointer = (int) values[0];
        instance.mayLeave = true;
        store.current = before;
        refresh();
        if ((pointer & alignment - 1) != 0) {
            throw Traps.trap(transfer ? Traps.UNALIGNED : "realloc return: result not aligned");
        }
        if (!inBounds(pointer, length)) {
            throw Traps.trap(transfer ? what + " content out-of-bounds" : "realloc return: beyond end of memory");
        }
        return pointer;
    }

    /// Records that a handle of this instance is lent until the call returns.
    void lend(ResourceHandle handle) {
        if (subtask == null) {
            throw new IllegalStateException("a borrow left its instance other than by a call");
        }
        subtask.lend(handle);
    }

    /// The task that a borrow given to this instance belongs to.
    Task borrowScope() {
        if (task == null) {
            throw new IllegalStateException("a borrow entered an instance other than by a call");
        }
        return task;
    }
}
