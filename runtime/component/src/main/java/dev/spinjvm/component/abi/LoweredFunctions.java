package dev.spinjvm.component.abi;

import dev.spinjvm.component.DirectFunction;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.engine.HostCode;
import org.jspecify.annotations.Nullable;

/// Component functions seen as core functions: `canon lower` bound to one instance (CanonicalABI.md, "`canon lower`").
public final class LoweredFunctions {
    private static final long STATE_RETURNED = 2;

    private LoweredFunctions() {}

    /// A function of another component instance.
    public static HostCode ofGuest(Signature signature, CanonicalOptions options, LiftedFunction callee) {
        InstanceState caller = options.instance();
        int[][] paths = caller.tree.paths;
        int target = callee.instance().index;
        if (InstancePaths.related(paths, caller.index, target)) {
            return _ -> {
                caller.checkMayLeave();
                throw Traps.trap(Traps.CANNOT_ENTER);
            };
        }
        int[] entering = InstancePaths.entering(paths, target, caller.index);
        return values -> {
            caller.checkMayLeave();
            LoweredCall call = new LoweredCall(signature, options, values);
            callee.call(entering, call);
            call.finish(values);
        };
    }

    /// A function of the host; `name` is for messages about values that do not fit its type.
    public static HostCode ofHost(Signature signature, CanonicalOptions options, HostFunction callee, String name) {
        if (callee instanceof DirectFunction direct && HostFrame.fits(signature, options)) {
            return new HostFrame(signature, options, direct, name);
        }
        return options.async() ? new AsyncHostCall(signature, options, callee, name) : new HostCall(signature, options, callee, name);
    }

    private static @Nullable Object callHost(CanonicalOptions options, HostFunction callee, @Nullable Object[] arguments) {
        StoreState store = options.instance().tree.store;
        store.hostCalls++;
        Task current = store.current;
        Object result = callee.call(store.store, arguments);
        store.current = current;
        return result;
    }

    static RuntimeException unfit(String name, RuntimeException cause) {
        return new IllegalStateException("the host function " + name + " returned a value that does not fit its type", cause);
    }

    private record HostCall(Signature signature, CanonicalOptions options, HostFunction callee, String name) implements HostCode {
        @Override
        public void call(long[] values) {
            options.instance().checkMayLeave();
            Subtask subtask = new Subtask();
            LiftLowerContext cx = new LiftLowerContext(options, false, null, subtask);
            int pointer = signature.resultPointer(values, false);
            @Nullable
            Object[] arguments = signature.liftParams(cx, values, Signature.MAX_FLAT_PARAMS);
            cx.release();
            Object result = callHost(options, callee, arguments);
            subtask.deliverResolve();
            cx.refresh();
            try {
                signature.lowerResult(cx, result, pointer, values);
            } catch (ClassCastException | IllegalArgumentException e) {
                throw unfit(name, e);
            }
        }
    }

    /// The asynchronous ABI over a host function that blocks: by the time it returns, the subtask has returned.
    private record AsyncHostCall(Signature signature, CanonicalOptions options, HostFunction callee, String name) implements HostCode {
        @Override
        public void call(long[] values) {
            options.instance().checkMayLeave();
            Subtask subtask = new Subtask();
            LiftLowerContext cx = new LiftLowerContext(options, false, null, subtask);
            int pointer = signature.resultPointer(values, true);
            @Nullable
            Object[] arguments = signature.liftParams(cx, values, Signature.MAX_FLAT_ASYNC_PARAMS);
            cx.release();
            Object result = callHost(options, callee, arguments);
            subtask.deliverResolve();
            cx.refresh();
            try {
                signature.storeResult(cx, result, pointer);
            } catch (ClassCastException | IllegalArgumentException e) {
                throw unfit(name, e);
            }
            values[0] = STATE_RETURNED;
        }
    }

}
