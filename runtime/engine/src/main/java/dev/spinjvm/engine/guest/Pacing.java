package dev.spinjvm.engine.guest;

import java.util.concurrent.locks.LockSupport;

/// What guests do when their module's `poll` tells them to look up from their work.
///
/// The field holds how many guest threads shall let others run, or [#ALL], or zero, which nearly always it is. The count may
/// suffer from races; it never falls below zero, and is soon set anew.
public final class Pacing {

    /// All guests shall look whether their thread is interrupted.
    public static final int ALL = -1;

    private static final long ASIDE_NANOS = 2_000_000;

    private Pacing() {}

    /// What a guest that looks up leaves of `poll`.
    public static int countDown(int poll) {
        return poll > 0 ? poll - 1 : poll;
    }

    /// Looks up. If `poll` is a count, other virtual threads get the carrier for an instant.
    ///
    /// A yield would not do: a carrier takes the next thread from where it took the last one, finds there the
    /// thread that yielded, and so never looks where a new one waits. Parking leaves it nothing to find, if all such guests
    /// do it together and for longer than a carrier needs to look elsewhere.
    ///
    /// @throws dev.spinjvm.engine.TrapException if the thread is interrupted, which it stays
    public static void lookUp(int poll) {
        if (poll > 0) {
            try {
                LockSupport.parkNanos(ASIDE_NANOS);
            } catch (StackOverflowError e) {
                // Moving many frames that are not compiled yet takes more stack than is left: this one stays for now.
            }
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
