package dev.spinjvm.engine.guest;

import org.jspecify.annotations.Nullable;

/// What compiled code knows of its instance. The compiler makes one subclass for each module, which also has a field for
/// each global that nothing outside the instance can see.
///
/// Used by one thread at a time. Compiled functions are static methods whose last parameter is the instance.
@SuppressWarnings("NullAway.Init")
public abstract class GuestInstance {

    /// The memory with index 0; null if there is none.
    public LinearMemory memory0;
    /// All memories by index, imported ones included; likewise below.
    public LinearMemory[] memories;
    public GuestTable[] tables;
    /// Boxes of the globals that are imported, exported, or have no field; null for the others.
    public @Nullable GuestGlobal[] globals;
    public GuestTag[] tags;
    /// The imported functions.
    public FunctionReference[] imports;
    /// The data segments; a dropped one is empty.
    public byte[][] data;
    /// The element segments; a dropped one is empty.
    public @Nullable Object[][] elements;
    /// Where calls that leave the instance, and functions with several results, pass numbers: arguments and results
    /// by position, an `i32` sign-extended, floats as raw bits.
    public long[] words;
    /// The same for references and vectors, at the same positions.
    public @Nullable Object[] references;
    /// A tail call that is due: its callee, whose arguments are in [#words] and [#references]; see [GuestCalls#runTail].
    public @Nullable FunctionReference tail;

    /// Where [#runner] is seen from.
    public RunningGuests running;
    /// The thread that is in a function of this instance, called from the host.
    volatile @Nullable Thread runner;
    /// Written under the lock of [#running], or by its looking thread.
    volatile boolean isWatched;

    @Nullable
    GuestInstance nextWatched;
    /// How often a thread has come from the host. Written by that thread; who else reads it may see an older count.
    int entries;
    /// Of the thread that looks: the count of the last look, and the looks that found the same call interrupted.
    int seenEntries;
    int interruptedLooks;

    private ModuleFunctions functions;
    private @Nullable FunctionReference[] known;

    /// Calls a function of this module.
    ///
    /// @param entry the function's number among those that can be called from outside, see `CompiledModule`
    /// @param words arguments in, results out
    /// @param references likewise
    public abstract void enter(int entry, long[] words, @Nullable Object[] references);

    /// Like [#enter], but a tail call at the function's end is left in [#tail].
    public void enterTail(int entry, long[] words, @Nullable Object[] references) {
        enter(entry, words, references);
    }

    /// The value of global `index`, which must have a field.
    public abstract long globalWord(int index);

    public abstract void globalWord(int index, long value);

    /// The same for references and vectors.
    public abstract @Nullable Object globalReference(int index);

    public abstract void globalReference(int index, @Nullable Object value);

    /// Calls a function of this module from the host, as [#enter] does; seen by [#running] meanwhile.
    ///
    /// @throws dev.spinjvm.engine.TrapException if the guest traps, or the thread is interrupted, which it stays
    public final void call(int entry, long[] callWords, @Nullable Object[] callReferences) {
        boolean entered = RunningGuests.enter(this);
        try {
            Pacing.checkInterrupted();
            enter(entry, callWords, callReferences);
        } finally {
            if (entered) {
                RunningGuests.leave(this);
            }
        }
    }

    /// Tells what the module's functions are; before anything else is asked of the instance.
    public final void define(ModuleFunctions all) {
        functions = all;
        known = new FunctionReference[all.count()];
    }

    /// A reference to function `index`, the same object each time.
    public final FunctionReference function(int index) {
        if (index < imports.length) {
            return imports[index];
        }
        FunctionReference reference = known[index];
        if (reference == null) {
            reference = new FunctionReference(this, functions.entry(index), functions.typeId(index),
                    functions.type(index));
            known[index] = reference;
        }
        return reference;
    }
}
