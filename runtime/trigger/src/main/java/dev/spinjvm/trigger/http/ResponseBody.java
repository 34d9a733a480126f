package dev.spinjvm.trigger.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// The response's head and body on their way to the client.
///
/// One write is under way at a time and one more may wait behind it: the server itself may have sent the head while the
/// guest did not look. Completes the exchange exactly once. Safe for any number of threads.
final class ResponseBody implements BodySink {
    private final Response response;
    private final Callback completion;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean headSent;
    private boolean writing;
    private @Nullable Write queued;
    private boolean closed;
    private @Nullable Runnable waiter;
    private @Nullable ErrorCode failure;
    private volatile @Nullable HttpFields trailers;

    /// @param completion is told when the whole response has left, or why it did not
    ResponseBody(Response response, Callback completion) {
        this.response = response;
        this.completion = completion;
    }

    /// The trailers, once the body is finished.
    @Nullable
    HttpFields trailers() {
        return trailers;
    }

    @Override
    public boolean isWritable() {
        lock.lock();
        try {
            return failure != null || !writing;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onWritable(Runnable callback) {
        lock.lock();
        try {
            if (failure == null && writing) {
                waiter = callback;
                return;
            }
        } finally {
            lock.unlock();
        }
        callback.run();
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            if (headSent || closed || failure != null) {
                return;
            }
            headSent = true;
            writing = true;
        } finally {
            lock.unlock();
        }
        send(new Write(false, BufferUtil.EMPTY_BUFFER));
    }

    @Override
    public void write(ByteBuffer bytes) {
        submit(new Write(false, bytes));
    }

    @Override
    public void finish(@Nullable ByteBuffer last, @Nullable Fields fields) {
        if (fields != null && fields.size() > 0) {
            HttpFields.Mutable copy = HttpFields.build(fields.size());
            for (int i = 0; i < fields.size(); i++) {
                copy.add(fields.name(i), fields.text(i));
            }
            trailers = copy;
        }
        submit(new Write(true, last == null ? BufferUtil.EMPTY_BUFFER : last));
    }

    @Override
    public void abort(ErrorCode reason) {
        fail(reason, new AbortedException(reason), false);
    }

    /// Breaks off even what is finished but has not left yet.
    void kill(ErrorCode reason) {
        fail(reason, new AbortedException(reason), true);
    }

    @Override
    public @Nullable ErrorCode failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private void submit(Write write) {
        lock.lock();
        try {
            if (closed || failure != null) {
                return;
            }
            closed = write.last;
            headSent = true;
            if (writing) {
                queued = write;
                return;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        send(write);
    }

    private void send(Write write) {
        try {
            response.write(write.last, write.bytes, write);
        } catch (IllegalStateException | IllegalArgumentException e) {
            write.failed(e);
        }
    }

    private void sent(boolean last) {
        Write next;
        Runnable waiting;
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            next = queued;
            queued = null;
            writing = next != null;
            waiting = writing ? null : waiter;
            waiter = writing ? waiter : null;
        } finally {
            lock.unlock();
        }
        if (last) {
            completion.succeeded();
        } else if (next != null) {
            send(next);
        }
        if (waiting != null) {
            waiting.run();
        }
    }

    private void fail(ErrorCode reason, Throwable cause, boolean evenIfClosed) {
        Runnable waiting;
        lock.lock();
        try {
            if (failure != null || (closed && !(evenIfClosed && writing))) {
                return;
            }
            failure = reason;
            queued = null;
            waiting = waiter;
            waiter = null;
        } finally {
            lock.unlock();
        }
        completion.failed(cause);
        if (waiting != null) {
            waiting.run();
        }
    }

    private final class Write implements Callback {
        private final boolean last;
        private final ByteBuffer bytes;

        Write(boolean last, ByteBuffer bytes) {
            this.last = last;
            this.bytes = bytes;
        }

        @Override
        public void succeeded() {
            sent(last);
        }

        @Override
        public void failed(Throwable cause) {
            ErrorCode.Kind kind = cause instanceof TimeoutException
                    ? ErrorCode.Kind.CONNECTION_WRITE_TIMEOUT
                    : ErrorCode.Kind.CONNECTION_TERMINATED;
            fail(ErrorCode.of(kind), cause, true);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    /// The response is broken off on purpose; the server logs nothing for it.
    static final class AbortedException extends Exception implements QuietException {
        private static final long serialVersionUID = 1;

        AbortedException(ErrorCode reason) {
            super(reason.toString(), null, false, false);
        }
    }
}
