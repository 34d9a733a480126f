package dev.spinjvm.component.abi;

import org.jspecify.annotations.Nullable;

/// One call from a guest to a guest: lifts the arguments when the callee starts, lowers the result when it returns.
final class LoweredCall implements ResultSink {
    private static final int STATE_RETURNED = 2;

    private final Signature signature;
    private final CanonicalOptions options;
    private final long[] flatArguments;
    private final int resultPointer;
    private final Subtask subtask = new Subtask();
    private final long[] result = new long[1];
    private boolean returned;

    LoweredCall(Signature signature, CanonicalOptions options, long[] flatArguments) {
        this.signature = signature;
        this.options = options;
        this.flatArguments = flatArguments;
        this.resultPointer = signature.resultPointer(flatArguments, options.async());
    }

    /// The lifted arguments; to be asked for before guest code runs.
    @Nullable
    Object[] arguments() {
        LiftLowerContext cx = new LiftLowerContext(options, true, null, subtask);
        return signature.liftParams(cx, flatArguments, options.async() ? Signature.MAX_FLAT_ASYNC_PARAMS : Signature.MAX_FLAT_PARAMS);
    }

    @Override
    public void accept(@Nullable Object value) {
        LiftLowerContext cx = new LiftLowerContext(options, true, null, null);
        if (options.async()) {
            signature.storeResult(cx, value, resultPointer);
            result[0] = STATE_RETURNED;
        } else {
            signature.lowerResult(cx, value, resultPointer, result);
        }
        returned = true;
    }

    void finish(long[] values) {
        subtask.deliverResolve();
        if (!returned) {
            throw Traps.trap("async-lifted export failed to produce a result");
        }
        if (options.async() || signature.flatResult()) {
            values[0] = result[0];
        }
    }
}
