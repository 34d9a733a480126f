package dev.spinjvm.engine;

/// The body of a core function written in Java.
@FunctionalInterface
public interface HostCode {

    /// Runs the function on the calling guest's thread.
    ///
    /// Values are encoded as [CoreFunction#call] says. The array belongs to the callee. A function
    /// without results may return an empty array. Any unchecked exception travels unchanged through
    /// the guest's frames to the host that called the guest.
    long[] call(long[] args);
}
