package dev.spinjvm.component.abi;

import dev.spinjvm.component.DirectFunction;
import dev.spinjvm.component.HostCall;
import dev.spinjvm.component.Store;
import dev.spinjvm.engine.HostCode;
import org.jspecify.annotations.Nullable;

/// `canon lower` of a [DirectFunction], bound to one instance. The function's calls follow one another and share one
/// frame; a call that comes while another one lasts gets a frame of its own.
final class HostFrame implements HostCode, HostCall {
    private final Signature signature;
    private final CanonicalOptions options;
    private final DirectFunction callee;
    private final String name;
    private final StoreState store;
    private final Subtask subtask = new Subtask();
    private final LiftLowerContext cx;
    private final @Nullable AbiType result;
    private long[] values = NOTHING;
    private int resultPointer;
    private boolean active;
    private boolean given;

    private static final long[] NOTHING = {};

    HostFrame(Signature signature, CanonicalOptions options, DirectFunction callee, String name) {
        this.signature = signature;
        this.options = options;
        this.callee = callee;
        this.name = name;
        this.store = options.instance().tree.store;
        this.cx = new LiftLowerContext(options, false, null, subtask);
        // A function that is never called would hold the memory's first array as long as the instance lives.
        cx.release();
        this.result = signature.result();
    }

    /// Whether a function of this type can be called this way: its parameters are flat.
    static boolean fits(Signature signature, CanonicalOptions options) {
        return !options.async() && signature.flatParams();
    }

    @Override
    public void call(long[] given) {
        options.instance().checkMayLeave();
        if (active) {
            new HostFrame(signature, options, callee, name).call(given);
        } else {
            active = true;
            run(given);
            active = false;
        }
    }

    private void run(long[] flat) {
        values = flat;
        resultPointer = signature.resultPointer(flat, false);
        given = result == null;
        cx.begin();
        store.hostCalls++;
        Task current = store.current;
        callee.call(this);
        cx.release();
        store.current = current;
        if (!given) {
            throw LoweredFunctions.unfit(name, new IllegalStateException("no result was given"));
        }
        subtask.deliverResolve();
        values = NOTHING;
    }

    @Override
    public Store store() {
        return store.store;
    }

    @Override
    public <T> T resource(int parameter, Class<T> type) {
        HandleType handle = (HandleType) signature.param(parameter);
        return type.cast(handle.liftHandle(cx, (int) values[signature.flatAt(parameter)]));
    }

    @Override
    public int i32(int parameter) {
        return (int) ((ScalarType) signature.param(parameter)).number(values[signature.flatAt(parameter)]);
    }

    @Override
    public long i64(int parameter) {
        return ((ScalarType) signature.param(parameter)).number(values[signature.flatAt(parameter)]);
    }

    @Override
    public String string(int parameter) {
        int at = signature.flatAt(parameter);
        cx.refresh();
        String text = ((StringType) signature.param(parameter)).hostString(cx, (int) values[at], (int) values[at + 1]);
        cx.release();
        return text;
    }

    @Override
    public byte[] bytes(int parameter) {
        int at = signature.flatAt(parameter);
        cx.refresh();
        ListType.OfBytes type = (ListType.OfBytes) signature.param(parameter);
        byte[] bytes = (byte[]) type.fromRange(cx, (int) values[at], (int) values[at + 1]);
        cx.release();
        return bytes;
    }

    @Override
    public @Nullable Object value(int parameter) {
        cx.refresh();
        Object value = signature.param(parameter).lift(cx, values, signature.flatAt(parameter));
        cx.release();
        return value;
    }

    @Override
    public void give(@Nullable Object value) {
        try {
            give();
            signature.lowerResult(cx, value, resultPointer, values);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw LoweredFunctions.unfit(name, e);
        }
    }

    @Override
    public void giveBool(boolean value) {
        giveBits(value ? 1 : 0);
    }

    @Override
    public void giveI32(int value) {
        giveBits(value);
    }

    @Override
    public void giveI64(long value) {
        giveBits(value);
    }

    private void giveBits(long number) {
        try {
            values[0] = ((ScalarType) give()).bits(number);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw LoweredFunctions.unfit(name, e);
        }
    }

    @Override
    public void ok(@Nullable Object payload) {
        giveCase(0, payload);
    }

    @Override
    public void okI64(long payload) {
        try {
            ((VariantType.OkOrError) give()).giveNumber(cx, 0, payload, resultPointer);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw LoweredFunctions.unfit(name, e);
        }
    }

    @Override
    public void err(@Nullable Object payload) {
        giveCase(1, payload);
    }

    private void giveCase(int index, @Nullable Object payload) {
        try {
            ((VariantType.OkOrError) give()).giveCase(cx, index, payload, resultPointer, values);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw LoweredFunctions.unfit(name, e);
        }
    }

    private AbiType give() {
        AbiType type = result;
        if (type == null || given) {
            throw new IllegalArgumentException("a result too many");
        }
        given = true;
        // The function may have called into the guest, whose memory may have grown.
        cx.refresh();
        return type;
    }
}
