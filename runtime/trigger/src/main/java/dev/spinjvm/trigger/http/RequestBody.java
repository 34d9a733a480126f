package dev.spinjvm.trigger.http;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.spinjvm.wasi.http.BodySource;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// The body of a request as the server receives it. What nobody polls stays in the network.
final class RequestBody implements BodySource {
    private final Request request;
    private final AtomicBoolean demanded = new AtomicBoolean();
    private volatile @Nullable Runnable callback;
    private volatile @Nullable Read ended;

    RequestBody(Request request) {
        this.request = request;
    }

    @Override
    public Read poll() {
        Read end = ended;
        if (end != null) {
            return end;
        }
        Content.Chunk chunk;
        try {
            chunk = request.read();
        } catch (IllegalStateException _) {
            return end(new Failed(ErrorCode.of(ErrorCode.Kind.CONNECTION_TERMINATED)));
        }
        if (chunk == null) {
            return Pending.INSTANCE;
        }
        if (Content.Chunk.isFailure(chunk)) {
            return end(new Failed(errorCode(chunk.getFailure())));
        }
        if (chunk.hasRemaining()) {
            return new Chunk(chunk.getByteBuffer(), chunk::release);
        }
        chunk.release();
        return chunk.isLast() ? end(trailers()) : Pending.INSTANCE;
    }

    @Override
    public void onAvailable(Runnable whenAvailable) {
        if (ended != null) {
            whenAvailable.run();
            return;
        }
        callback = whenAvailable;
        if (demanded.compareAndSet(false, true)) {
            try {
                request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::available));
            } catch (IllegalStateException _) {
                end(new Failed(ErrorCode.of(ErrorCode.Kind.CONNECTION_TERMINATED)));
                available();
            }
        }
    }

    /// The server discards the rest when the request is complete.
    @Override
    public void cancel() {
        end(new Failed(ErrorCode.of(ErrorCode.Kind.CONNECTION_TERMINATED)));
    }

    /// Translates why a connection or stream broke.
    static ErrorCode errorCode(@Nullable Throwable failure) {
        return ErrorCode.of(failure instanceof TimeoutException
                ? ErrorCode.Kind.CONNECTION_READ_TIMEOUT
                : ErrorCode.Kind.CONNECTION_TERMINATED);
    }

    private void available() {
        demanded.set(false);
        Runnable waiting = callback;
        callback = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    private Read end(Read read) {
        if (ended == null) {
            ended = read;
        }
        return read;
    }

    private Read trailers() {
        HttpFields received = request.getTrailers();
        if (received == null || received.size() == 0) {
            return End.WITHOUT_TRAILERS;
        }
        var trailers = new Fields();
        for (HttpField field : received) {
            String value = field.getValue();
            if (!trailers.receive(field.getName(), value == null ? "" : value)) {
                return new Failed(ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_TRAILER_SECTION_SIZE));
            }
        }
        return new End(trailers);
    }
}
