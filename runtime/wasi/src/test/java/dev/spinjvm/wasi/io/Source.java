package dev.spinjvm.wasi.io;

/// A source that a test feeds by hand.
final class Source extends AsyncInputStream {
    volatile int demands;
    boolean cancelled;

    Source(Waker waker) {
        super(null, waker, 4);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the guest's thread demands
    protected void demand() {
        demands++;
    }

    @Override
    protected void cancelled() {
        cancelled = true;
    }
}
