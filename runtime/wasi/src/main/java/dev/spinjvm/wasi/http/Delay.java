package dev.spinjvm.wasi.http;

/// Runs a task after the moment for which the first bytes of a body may be held back.
@FunctionalInterface
public interface Delay {
    /// Runs `task` once, on another thread, unless that is cancelled before.
    Pending run(Runnable task);

    /// A task that has not run yet.
    @FunctionalInterface
    interface Pending {
        /// Idempotent; too late, it does nothing.
        void cancel();
    }
}
