package dev.spinjvm.component.abi;

import org.jspecify.annotations.Nullable;

/// One call from a guest to a guest: lifts the arguments when the callee starts, lowers the result when it returns.
final class LoweredCall implements ResultSink {
    private static final int STATE_RETURNED = 2;

    private final Signature signature;
    private final CanonicalOptions options;
    private final long[] flatArguments;
    private final Subtask subtask = new Subtask();
    private long @Nullable [] results;

    LoweredCall(Signature signature, CanonicalOptions options, long[] flatArguments) {
        this.signature = signature;
        this.options = options;
        this.flatArguments = flatArguments;
    }

    @Nullable
    Object[] arguments() {
        LiftLowerContext cx = new LiftLowerContext(options, true, null, subtask);
        return signature.liftParams(cx, flatArguments, options.async() ? Signature.MAX_FLAT_ASYNC_PARAMS : Signature.MAX_FLAT_PARAMS);
    }

    @Override
    public void accept(@Nullable Object result) {
        LiftLowerContext cx = new LiftLowerContext(options, true, null, null);
        if (options.async()) {
            if (signature.result() != null) {
                signature.storeResult(cx, result, (int) flatArguments[flatArguments.length - 1]);
            }
            results = new long[]{STATE_RETURNED};
        } else {
            results = signature.lowerResult(cx, result, flatArguments);
        }
    }

    long[] finish() {
        subtask.deliverResolve();
        if (results == null) {
            throw Traps.trap("async-lifted export failed to produce a result");
        }
        return results;
    }
}
