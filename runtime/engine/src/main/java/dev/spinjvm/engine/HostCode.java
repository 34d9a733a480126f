package dev.spinjvm.engine;

/// The body of a core function written in Java.
@FunctionalInterface
public interface HostCode {

    /// Runs the function on the calling guest's thread, in place: it finds its arguments at the beginning of `values` and
    /// leaves its results there, encoded as [CoreFunction#call] says.
    ///
    /// The array is the caller's. It holds at least as many elements as there are arguments or results, whichever are more,
    /// may be longer, and what lies beyond the arguments is undefined. The caller may use it for something else as soon as
    /// this function calls into a guest: all arguments are read before that, and the results are written last, right
    /// before the function returns. Nothing may hold on to the array afterwards.
    ///
    /// Any unchecked exception travels unchanged through the guest's frames to the host that called the guest.
    void call(long[] values);
}
