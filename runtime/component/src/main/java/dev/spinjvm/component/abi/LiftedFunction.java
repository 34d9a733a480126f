package dev.spinjvm.component.abi;

import dev.spinjvm.engine.CoreFunction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A core function seen as a component function: `canon lift` bound to one instance (CanonicalABI.md, "`canon lift`").
public final class LiftedFunction {
    private static final int CALLBACK_CODE = 0xf;
    private static final int CALLBACK_EXIT = 0;
    private static final int CALLBACK_YIELD = 1;
    private static final int CALLBACK_WAIT = 2;

    private final Signature signature;
    private final CanonicalOptions options;
    private final CoreFunction callee;

    public LiftedFunction(Signature signature, CanonicalOptions options, CoreFunction callee) {
        this.signature = signature;
        this.options = options;
        this.callee = callee;
    }

    Signature signature() {
        return signature;
    }

    CanonicalOptions options() {
        return options;
    }

    InstanceState instance() {
        return options.instance();
    }

    /// Calls the function for the host.
    ///
    /// The instance is not left in order when this throws; the caller locks the store down.
    public @Nullable Object callFromHost(@Nullable Object... arguments) {
        TreeState tree = instance().tree;
        HostSink sink = new HostSink();
        call(tree.paths[instance().index], arguments, false, sink);
        return sink.result;
    }

    /// Calls the function; `sink` gets the result before the post-return function runs.
    void call(int[] entering, @Nullable Object[] arguments, boolean transfer, ResultSink sink) {
        TreeState tree = instance().tree;
        Task task = tree.enter(entering, instance().index, this, sink);
        run(task, arguments, transfer);
        tree.leave(entering, task);
    }

    /// Begins a call whose arguments are lifted only once the callee is entered.
    void call(int[] entering, LoweredCall call) {
        TreeState tree = instance().tree;
        Task task = tree.enter(entering, instance().index, this, call);
        run(task, call.arguments(), true);
        tree.leave(entering, task);
    }

    private void run(Task task, @Nullable Object[] arguments, boolean transfer) {
        LiftLowerContext cx = new LiftLowerContext(options, transfer, task, null);
        long[] flat = new long[signature.slots()];
        signature.lowerParams(cx, arguments, flat);
        cx.release();
        if (options.async()) {
            runAsync(task, flat);
            return;
        }
        callee.call(flat);
        cx.refresh();
        task.resolve(signature.liftResult(cx, flat, 1));
        CoreFunction postReturn = options.postReturn();
        if (postReturn != null) {
            InstanceState instance = instance();
            instance.mayLeave = false;
            postReturn.call(flat);
            instance.mayLeave = true;
        }
    }

    /// Runs a function of the asynchronous ABI as far as that needs no waiting.
    private void runAsync(Task task, long[] flat) {
        callee.call(flat);
        CoreFunction callback = options.callback();
        if (callback != null) {
            drive(callback, (int) flat[0]);
        }
        if (!task.resolved()) {
            throw Traps.trap("async-lifted export failed to produce a result");
        }
    }

    /// Calls the callback until it exits; there are no events yet, so only yielding makes progress.
    private static void drive(CoreFunction callback, int first) {
        int packed = first;
        long[] values = new long[3];
        while ((packed & CALLBACK_CODE) == CALLBACK_YIELD) {
            Arrays.fill(values, 0);
            callback.call(values);
            packed = (int) values[0];
        }
        if ((packed & CALLBACK_CODE) != CALLBACK_EXIT) {
            throw Traps.trap((packed & CALLBACK_CODE) == CALLBACK_WAIT
                    ? "waiting for events is not supported by this host"
                    : "unsupported callback code");
        }
    }

    private static final class HostSink implements ResultSink {
        private @Nullable Object result;

        @Override
        public void accept(@Nullable Object value) {
            result = value;
        }
    }
}
