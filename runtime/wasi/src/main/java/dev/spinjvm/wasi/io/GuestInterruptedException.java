package dev.spinjvm.wasi.io;

/// The guest's thread was interrupted, by a deadline or because nobody waits for its answer any more, while a host
/// function blocked on its behalf. The thread's interrupt status stays set, so that guest code ends as well.
public final class GuestInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GuestInterruptedException() {
        super("interrupted while waiting in a host function");
    }
}
