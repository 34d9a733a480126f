package dev.spinjvm.host;

import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// A request body that is sent while its guest writes it, one chunk at a time.
final class StreamedBody extends AsyncRequestContent {
    private final long length;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable HttpFields trailers;
    private boolean writing;
    private @Nullable ErrorCode failure;
    private @Nullable Runnable waiter;

    /// @param length what the guest declared, or -1
    StreamedBody(long length) {
        super("");
        this.length = length;
    }

    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public long getLength() {
        return length;
    }

    @Nullable
    HttpFields trailers() {
        return trailers;
    }

    void send(boolean last, @Nullable ByteBuffer bytes, @Nullable Fields with) {
        if (with != null && with.size() > 0) {
            trailers = Translation.toClient(with);
        }
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        write(last, bytes == null ? BufferUtil.EMPTY_BUFFER : bytes, Callback.from(this::written, this::broken));
    }

    boolean isWritable() {
        lock.lock();
        try {
            return !writing || failure != null;
        } finally {
            lock.unlock();
        }
    }

    void onWritable(Runnable callback) {
        lock.lock();
        try {
            if (writing && failure == null) {
                waiter = callback;
                return;
            }
        } finally {
            lock.unlock();
        }
        callback.run();
    }

    @Nullable
    ErrorCode failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void fail(Throwable cause) {
        super.fail(cause);
        broken(cause);
    }

    private void written() {
        release(null);
    }

    private void broken(Throwable cause) {
        release(OutboundErrors.beforeResponse(cause));
    }

    private void release(@Nullable ErrorCode error) {
        Runnable waiting;
        lock.lock();
        try {
            writing = false;
            failure = failure == null ? error : failure;
            waiting = waiter;
            waiter = null;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.run();
        }
    }
}
