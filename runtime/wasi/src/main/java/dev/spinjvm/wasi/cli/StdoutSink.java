package dev.spinjvm.wasi.cli;

import dev.spinjvm.wasi.io.OutputStream;
import dev.spinjvm.wasi.io.Waker;

/// Where standard output or standard error goes.
@FunctionalInterface
public interface StdoutSink {
    /// A new stream, for the guest whose waker this is. What is written must become visible without a flush.
    OutputStream open(Waker waker);

    /// Takes everything and keeps nothing.
    static StdoutSink discard() {
        return to(java.io.OutputStream.nullOutputStream());
    }

    /// Writes to a stream of the host and flushes it each time; it is not closed. The guest waits while it blocks.
    ///
    /// @param out must be thread-safe if several stores write to it
    static StdoutSink to(java.io.OutputStream out) {
        return waker -> new BlockingOutputStream(out);
    }
}
