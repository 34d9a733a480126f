package dev.spinjvm.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmException;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;

/// Methods that [GuestPatch] copies into the support class of every compiled module.
///
/// They run inside the module's class loader, so they refer to the JDK and to the stock runtime only. Most
/// stand for a stock method that judges across instances by numbers that mean something within one module.
final class GuestTemplate {

    /// How many guest threads shall look up from their work, see [Pacer].
    static volatile int poll;

    private GuestTemplate() {}

    /// An indirect call into another instance: the stock code compares type indices of two modules.
    static long[] callIndirectFrom(long[] args, int typeId, int funcId, Instance callee, Instance caller) {
        int expected = ((IntUnaryOperator) caller.getMachine()).applyAsInt(typeId);
        if (((IntBinaryOperator) callee.getMachine()).applyAsInt(expected, funcId) == 0) {
            throw new WasmEngineException("indirect call type mismatch");
        }
        return callee.getMachine().call(funcId, args);
    }

    /// The same for functions with parameters or results that are objects on the JVM.
    static CallResult callIndirectWithRefsFrom(long[] args, Object[] refArgs, int typeId, int funcId,
            Instance callee, Instance caller) {
        int expected = ((IntUnaryOperator) caller.getMachine()).applyAsInt(typeId);
        if (((IntBinaryOperator) callee.getMachine()).applyAsInt(expected, funcId) == 0) {
            throw new WasmEngineException("indirect call type mismatch");
        }
        return callee.getMachine().callWithRefs(funcId, args, refArgs);
    }

    /// Tags are equal by identity; the stock code compares their types when the tag is imported.
    @SuppressWarnings("ReferenceEquality")
    static boolean exceptionMatches(WasmException exception, int tag, Instance instance) {
        return exception.instance().tag(exception.tagIdx()) == instance.tag(tag);
    }

    /// Called at every function entry and loop.
    static void checkInterruption() {
        if (poll != 0) {
            lookUp();
        }
    }

    /// The count may suffer from races; it never falls below zero, and the next tick sets it anew.
    ///
    /// A yield would not do: a carrier takes the next thread from where it took the last one, finds there the
    /// thread that yielded, and so never looks where a new one waits. Parking leaves it nothing to find.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    static void lookUp() {
        int left = poll;
        if (left > 0) {
            poll = left - 1;
        }
        try {
            LockSupport.parkNanos(1);
        } catch (StackOverflowError e) {
            // Moving many frames that are not compiled yet takes more stack than is left: this one stays for now.
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new WasmInterruptedException("interrupt");
        }
    }
}
