package dev.spinjvm.wasi.http;

import dev.spinjvm.wasi.http.BodySource.Chunk;
import dev.spinjvm.wasi.http.BodySource.End;
import dev.spinjvm.wasi.http.BodySource.Failed;
import dev.spinjvm.wasi.http.BodySource.Pending;
import dev.spinjvm.wasi.http.BodySource.Read;
import dev.spinjvm.wasi.io.IoError;
import dev.spinjvm.wasi.io.StreamException;
import dev.spinjvm.wasi.io.Waker;
import org.jspecify.annotations.Nullable;

/// Reads a [BodySource] for a guest, on the guest's thread: keeps one chunk at most, so that the source is only read
/// as fast as the guest reads.
final class BodyReader {
    private static final byte[] NOTHING = new byte[0];

    private final BodySource source;
    private final Waker waker;
    private Read current = Pending.INSTANCE;
    private boolean failureTold;
    private volatile boolean waiting;

    BodyReader(BodySource source, Waker waker) {
        this.source = source;
        this.waker = waker;
    }

    byte[] take(int max) throws StreamException {
        Chunk chunk = chunk();
        if (chunk == null || max == 0) {
            return NOTHING;
        }
        byte[] bytes = new byte[Math.min(max, chunk.bytes().remaining())];
        chunk.bytes().get(bytes);
        releaseIfEmpty(chunk);
        return bytes;
    }

    long discard(long max) throws StreamException {
        Chunk chunk = chunk();
        if (chunk == null) {
            return 0;
        }
        int count = (int) Math.min(max, chunk.bytes().remaining());
        chunk.bytes().position(chunk.bytes().position() + count);
        releaseIfEmpty(chunk);
        return count;
    }

    /// Whether bytes, the end or an error are at hand; if not, the store is woken when that changes.
    boolean isReady() {
        if (!(current() instanceof Pending)) {
            return true;
        }
        if (!waiting) {
            waiting = true;
            source.onAvailable(() -> {
                waiting = false;
                waker.wake();
            });
        }
        return false;
    }

    /// Skips bytes until the end of the body or an error is at hand, and gives that; null if it is not there yet, and
    /// the store is woken when there is more.
    @Nullable
    Read end() {
        while (isReady() && current instanceof Chunk chunk) {
            chunk.bytes().position(chunk.bytes().limit());
            releaseIfEmpty(chunk);
            if (Thread.currentThread().isInterrupted()) {
                return null;
            }
        }
        return current instanceof Pending ? null : current;
    }

    void close() {
        if (current instanceof Chunk chunk) {
            current = End.WITHOUT_TRAILERS;
            chunk.release().run();
        }
        source.cancel();
    }

    private @Nullable Chunk chunk() throws StreamException {
        return switch (current()) {
            case Chunk chunk -> chunk;
            case Pending _ -> null;
            case End _ -> throw StreamException.closed();
            case Failed(ErrorCode error) -> throw failure(error);
        };
    }

    private StreamException failure(ErrorCode error) {
        if (failureTold) {
            return StreamException.closed();
        }
        failureTold = true;
        return StreamException.failed(new IoError(error.toString(), error));
    }

    private Read current() {
        if (current instanceof Pending) {
            current = source.poll();
        }
        return current;
    }

    private void releaseIfEmpty(Chunk chunk) {
        if (!chunk.bytes().hasRemaining()) {
            current = Pending.INSTANCE;
            chunk.release().run();
        }
    }
}
