package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.FuncType;
import org.jspecify.annotations.Nullable;

/// A function as a value: what tables hold and imports are bound to.
public final class FunctionReference {

    /// The instance whose function this is; null for a function of the host.
    public final @Nullable GuestInstance owner;
    /// The function's number in its instance, see [GuestInstance#enter].
    public final int entry;
    /// A number that functions of equal type have in common within an engine.
    public final int typeId;

    private final FuncType type;

    FunctionReference(@Nullable GuestInstance owner, int entry, int typeId, FuncType type) {
        this.owner = owner;
        this.entry = entry;
        this.typeId = typeId;
        this.type = type;
    }

    public FuncType type() {
        return type;
    }

    /// Calls the function with arguments and results in the arrays, as [GuestInstance#enter] does.
    public void call(long[] words, @Nullable Object[] references) {
        GuestInstance guest = owner;
        if (guest != null) {
            guest.enter(entry, words, references);
        }
    }
}
