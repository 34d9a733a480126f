package dev.spinjvm.wasi.io;

import org.jspecify.annotations.Nullable;

/// The host side of `wasi:io/streams.input-stream`. Subclasses say where bytes come from; see [AsyncInputStream] for
/// sources that complete on other threads.
///
/// A read never blocks; an empty answer is not the end, which is `closed`. All methods run on the guest's thread.
public abstract class InputStream extends HostResource {
    /// The most that one read allocates, however much the guest asks for.
    public static final int MAX_READ = 64 * 1024;

    protected InputStream(@Nullable HostResource parent) {
        super(parent);
    }

    /// Takes up to `max` of the bytes at hand.
    ///
    /// @param max at most [#MAX_READ]; with 0 the answer is empty, or `closed` at the end of the stream
    protected abstract byte[] take(int max) throws StreamException;

    /// Whether a read would yield bytes, `closed` or an error. Answers at once, and sees to it that the store is woken
    /// when a negative answer changes.
    public abstract boolean ready();

    /// Discards up to `max` of the bytes at hand and answers how many.
    protected long discard(long max) throws StreamException {
        return take((int) Math.min(max, MAX_READ)).length;
    }

    /// `read`: up to `len` bytes, without blocking.
    public final byte[] read(long len) throws StreamException {
        return take(clamp(len));
    }

    /// `blocking-read`: like `read`, after waiting until at least one byte, the end or an error is at hand.
    public final byte[] blockingRead(Waker waker, long len) throws StreamException {
        while (len != 0) {
            waker.await(this::ready);
            byte[] bytes = read(len);
            if (bytes.length > 0) {
                return bytes;
            }
        }
        return read(0);
    }

    /// `skip`: discards up to `len` bytes, without blocking.
    public final long skip(long len) throws StreamException {
        return discard(len < 0 ? Long.MAX_VALUE : len);
    }

    /// `blocking-skip`: like `skip`, after waiting until something is at hand.
    public final long blockingSkip(Waker waker, long len) throws StreamException {
        while (len != 0) {
            waker.await(this::ready);
            long skipped = skip(len);
            if (skipped > 0) {
                return skipped;
            }
        }
        return skip(0);
    }

    /// `subscribe`: a pollable that lives no longer than this stream.
    public final Pollable subscribe() {
        return Pollable.of(this, this::ready);
    }

    /// Lengths are u64: a negative one is very large.
    private static int clamp(long len) {
        return len < 0 || len > MAX_READ ? MAX_READ : (int) len;
    }
}
