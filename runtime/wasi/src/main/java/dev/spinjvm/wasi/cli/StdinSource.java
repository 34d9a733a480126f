package dev.spinjvm.wasi.cli;

import dev.spinjvm.wasi.io.BytesInputStream;
import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.Waker;

/// Where standard input comes from. A guest may ask for a stream for every read, so what one stream has not taken must
/// be there for the next.
@FunctionalInterface
public interface StdinSource {
    /// A new stream, for the guest whose waker this is.
    InputStream open(Waker waker);

    /// Input that is at its end.
    static StdinSource empty() {
        return waker -> BytesInputStream.empty();
    }

    /// Input from a stream of the host. It is read on a thread of its own, only when a guest asks, and not closed.
    static StdinSource reading(java.io.InputStream in) {
        return new SharedStdin(in);
    }
}
