package dev.spinjvm.engine.guest;

import java.util.concurrent.locks.LockSupport;

/// What guests do when their module's `poll` tells them to look up from their work.
///
/// The field holds how many guest threads shall do so before the next tick. Their count may suffer from races; it
/// never falls below zero, and the next tick sets it anew.
public final class Pacing {

    private Pacing() {}

    /// What a guest that looks up leaves of `poll`.
    public static int countDown(int poll) {
        return poll > 0 ? poll - 1 : 0;
    }

    /// Lets other virtual threads have the carrier for an instant, then looks whether the thread is interrupted.
    ///
    /// A yield would not do: a carrier takes the next thread from where it took the last one, finds there the
    /// thread that yielded, and so never looks where a new one waits. Parking leaves it nothing to find.
    ///
    /// @throws dev.spinjvm.engine.TrapException if the thread is interrupted, which it stays
    public static void pause() {
        try {
            LockSupport.parkNanos(1);
        } catch (StackOverflowError e) {
            // Moving many frames that are not compiled yet takes more stack than is left: this one stays for now.
        }
        checkInterrupted();
    }

    /// @throws dev.spinjvm.engine.TrapException if the thread is interrupted, which it stays
    public static void checkInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw Traps.interrupted();
        }
    }
}
