package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.HostCode;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.ValueType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function as a value: what tables hold and imports are bound to. There is one for each function of an instance.
public final class FunctionReference {

    /// The instance whose function this is; null for a function of the host.
    public final @Nullable GuestInstance owner;
    /// The function's number in its instance, see [GuestInstance#enter].
    public final int entry;
    /// A number that functions of equal type have in common within an engine.
    public final int typeId;

    private final FuncType type;
    private final @Nullable HostCode code;
    private final long narrowResults;
    /// How many elements of the array of references to clear because host code gives none; 0 if only numbers result.
    private final int nullResults;

    /// A function of a guest.
    FunctionReference(GuestInstance owner, int entry, int typeId, FuncType type) {
        this.owner = owner;
        this.entry = entry;
        this.typeId = typeId;
        this.type = type;
        this.code = null;
        this.narrowResults = 0;
        this.nullResults = 0;
    }

    /// A function of the host. References among its results are null.
    public FunctionReference(HostCode code, int typeId, FuncType type) {
        this.owner = null;
        this.entry = -1;
        this.typeId = typeId;
        this.type = type;
        this.code = code;
        this.narrowResults = narrow(type.results());
        this.nullResults = nullResults(type.results());
    }

    private static int nullResults(List<ValueType> results) {
        for (int i = results.size(); i > 0; i--) {
            if (results.get(i - 1) instanceof RefType) {
                return i;
            }
        }
        return 0;
    }

    public FuncType type() {
        return type;
    }

    /// Calls the function with arguments and results in the arrays, as [GuestInstance#enter] does.
    public void call(long[] words, @Nullable Object[] references) {
        GuestInstance guest = owner;
        if (guest != null) {
            guest.enter(entry, words, references);
        } else {
            callHost(words, references);
        }
    }

    /// Calls the function from the host.
    public void callFromHost(long[] words, @Nullable Object[] references) {
        GuestInstance guest = owner;
        if (guest != null) {
            guest.call(entry, words, references);
        } else {
            Pacing.checkInterrupted();
            callHost(words, references);
        }
    }

    private void callHost(long[] words, @Nullable Object[] references) {
        HostCode host = code;
        if (host != null) {
            host.call(words);
            if (narrowResults != 0) {
                signExtend(words, narrowResults);
            }
            if (nullResults != 0) {
                Arrays.fill(references, 0, nullResults, null);
            }
            // Compiled code looks only every few milliseconds, which may be too late to stop a short call after a wait.
            Pacing.checkInterrupted();
        }
    }

    /// A bit for each of these values that is narrower than a long; the last bit stands for all from 63 on.
    public static long narrow(List<ValueType> types) {
        long mask = 0;
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) == NumericType.I32 || types.get(i) == NumericType.F32) {
                mask |= i < 63 ? 1L << i : 1L << 63;
            }
        }
        return mask;
    }

    /// Compiled code sign-extends what is narrower than a long, host code need not.
    public static void signExtend(long[] values, long narrow) {
        for (long rest = narrow; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            values[i] = (int) values[i];
        }
    }
}
