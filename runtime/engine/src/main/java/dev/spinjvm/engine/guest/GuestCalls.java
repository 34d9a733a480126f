package dev.spinjvm.engine.guest;

import org.jspecify.annotations.Nullable;

/// Calls and exceptions of compiled code that are too long to be written out at each place.
public final class GuestCalls {

    private GuestCalls() {}

    /// The callee of an indirect call.
    public static FunctionReference lookUp(int index, GuestInstance caller, int table, int typeId) {
        return caller.tables[table].function(index, typeId);
    }

    /// The callee of a call through a reference.
    public static FunctionReference nonNull(@Nullable Object reference) {
        if (reference == null) {
            throw Traps.nullReference("function");
        }
        return (FunctionReference) reference;
    }

    /// `ref.as_non_null`.
    public static Object asNonNull(@Nullable Object reference) {
        if (reference == null) {
            throw Traps.nullReference("reference");
        }
        return reference;
    }

    /// The exception of a `throw` whose `count` values are in the instance's arrays.
    public static GuestException raise(GuestInstance instance, int tag, int count) {
        return new GuestException(instance.tags[tag], count, instance.words, instance.references);
    }

    /// The exception of a `throw_ref`.
    public static GuestException raise(@Nullable Object reference) {
        if (reference == null) {
            throw Traps.nullReference("exception");
        }
        return (GuestException) reference;
    }

    /// Runs the tail call that `instance` has due, and those that follow; the results are left in its arrays.
    @SuppressWarnings("ReferenceEquality")
    public static void runTail(GuestInstance instance) {
        GuestInstance at = instance;
        FunctionReference callee = at.tail;
        while (callee != null) {
            at.tail = null;
            int count = callee.type().params().size();
            if (at != instance) {
                System.arraycopy(at.words, 0, instance.words, 0, count);
                System.arraycopy(at.references, 0, instance.references, 0, count);
            }
            GuestInstance owner = callee.owner;
            if (owner == null) {
                callee.call(instance.words, instance.references);
                return;
            }
            owner.enterTail(callee.entry, instance.words, instance.references);
            at = owner;
            callee = at.tail;
        }
    }
}
