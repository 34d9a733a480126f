package dev.spinjvm.wasi.io;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The host side of `wasi:io/streams.output-stream`. Subclasses say where bytes go; see [AsyncOutputStream] for sinks
/// that complete on other threads.
///
/// Keeps the account of permits: what `check-write` granted may be written, more is a trap. All methods run on the
/// guest's thread.
public abstract class OutputStream extends HostResource {
    /// The most that the blocking-…-and-flush functions take at once.
    public static final int MAX_BLOCKING_WRITE = 4096;

    private long permit;

    protected OutputStream(@Nullable HostResource parent) {
        super(parent);
    }

    /// How many bytes may be written now; 0 while the stream is busy or flushes.
    protected abstract long grant() throws StreamException;

    /// Takes bytes within what was granted. The array belongs to the stream from here on.
    protected abstract void accept(byte[] bytes) throws StreamException;

    /// Starts to flush. Until that is done [#grant] answers 0.
    protected abstract void startFlush() throws StreamException;

    /// Whether `check-write` would answer other than 0. Answers at once, and sees to it that the store is woken when a
    /// negative answer changes.
    public abstract boolean ready();

    /// `check-write`.
    public final long checkWrite() throws StreamException {
        permit = 0;
        permit = grant();
        return permit;
    }

    /// `write`.
    ///
    /// @throws WasiTrap if the last `check-write` did not permit so much
    public final void write(byte[] bytes) throws StreamException {
        spend(bytes.length);
        if (bytes.length > 0) {
            accept(bytes);
        }
    }

    /// `write-zeroes`, under the rules of `write`.
    public final void writeZeroes(long len) throws StreamException {
        spend(len);
        for (long left = len; left > 0;) {
            int chunk = (int) Math.min(left, InputStream.MAX_READ);
            accept(new byte[chunk]);
            left -= chunk;
        }
    }

    /// `flush`.
    public final void flush() throws StreamException {
        permit = 0;
        startFlush();
    }

    /// `blocking-flush`: starts to flush and waits until that is done.
    public final void blockingFlush(Waker waker) throws StreamException {
        flush();
        awaitPermit(waker);
    }

    /// `blocking-write-and-flush`.
    ///
    /// @throws WasiTrap if there are more than [#MAX_BLOCKING_WRITE] bytes
    public final void blockingWriteAndFlush(Waker waker, byte[] bytes) throws StreamException {
        limit(bytes.length, "blocking-write-and-flush");
        int from = 0;
        while (from < bytes.length) {
            int chunk = (int) Math.min(bytes.length - from, awaitPermit(waker));
            write(chunk == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + chunk));
            from += chunk;
        }
        blockingFlush(waker);
    }

    /// `blocking-write-zeroes-and-flush`.
    ///
    /// @throws WasiTrap if there are more than [#MAX_BLOCKING_WRITE] bytes
    public final void blockingWriteZeroesAndFlush(Waker waker, long len) throws StreamException {
        limit(len, "blocking-write-zeroes-and-flush");
        blockingWriteAndFlush(waker, new byte[(int) len]);
    }

    /// `splice`: moves what the source has and this stream takes, without blocking.
    public final long splice(InputStream source, long len) throws StreamException {
        long granted = checkWrite();
        byte[] bytes = len == 0 || granted == 0 ? new byte[0] : source.read(len < 0 ? granted : Math.min(len, granted));
        write(bytes);
        return bytes.length;
    }

    /// `blocking-splice`: waits until this stream takes bytes and the source has some, then moves them.
    public final long blockingSplice(Waker waker, InputStream source, long len) throws StreamException {
        while (len != 0) {
            awaitPermit(waker);
            waker.await(source::ready);
            long moved = splice(source, len);
            if (moved > 0) {
                return moved;
            }
        }
        return splice(source, 0);
    }

    /// `subscribe`: a pollable that lives no longer than this stream.
    public final Pollable subscribe() {
        return Pollable.of(this, this::ready);
    }

    private long awaitPermit(Waker waker) throws StreamException {
        while (true) {
            waker.await(this::ready);
            long granted = checkWrite();
            if (granted > 0) {
                return granted;
            }
        }
    }

    private void spend(long len) {
        if (Long.compareUnsigned(len, permit) > 0) {
            throw new WasiTrap("write of " + Long.toUnsignedString(len) + " bytes exceeds the permit of " + permit
                    + " bytes given by check-write");
        }
        permit -= len;
    }

    private static void limit(long len, String function) {
        if (Long.compareUnsigned(len, MAX_BLOCKING_WRITE) > 0) {
            throw new WasiTrap(function + " of " + Long.toUnsignedString(len) + " bytes exceeds the maximum of " + MAX_BLOCKING_WRITE);
        }
    }
}
