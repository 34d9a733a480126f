package dev.spinjvm.host;

import dev.spinjvm.wasi.http.BodySource;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// The body of a response. What the guest does not read stays in the network; while it waits, the time between two
/// chunks is limited.
final class OutboundResponseBody implements BodySource {
    private final Response response;
    private final Content.Source source;
    private final Scheduler scheduler;
    private final long limitNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private Scheduler.@Nullable Task timer;
    private @Nullable Runnable waiter;
    private boolean demanded;
    private long waitingSince;
    private volatile @Nullable Read ended;
    private boolean lastSeen;

    OutboundResponseBody(Response response, Content.Source source, Scheduler scheduler, Duration betweenBytes) {
        this.response = response;
        this.source = source;
        this.scheduler = scheduler;
        this.limitNanos = Translation.nanos(betweenBytes);
    }

    @Override
    public Read poll() {
        while (true) {
            Read end = ended;
            if (end != null) {
                return end;
            }
            if (lastSeen) {
                return end(trailers());
            }
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                return Pending.INSTANCE;
            }
            if (Content.Chunk.isFailure(chunk)) {
                return end(new Failed(OutboundErrors.duringResponse(chunk.getFailure())));
            }
            lastSeen = chunk.isLast();
            if (chunk.hasRemaining()) {
                return new Chunk(chunk.getByteBuffer(), chunk::release);
            }
            chunk.release();
        }
    }

    @Override
    public void onAvailable(Runnable callback) {
        lock.lock();
        try {
            waiter = callback;
            if (demanded) {
                return;
            }
            demanded = ended == null && !lastSeen;
            if (demanded) {
                waitingSince = System.nanoTime();
                timer = timer == null ? schedule(limitNanos) : timer;
            }
        } finally {
            lock.unlock();
        }
        if (demanded) {
            source.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::available));
        } else {
            available();
        }
    }

    @Override
    public void cancel() {
        if (ended == null) {
            abort(ErrorCode.internal("the response was given up"));
        }
    }

    private void abort(ErrorCode reason) {
        end(new Failed(reason));
        response.abort(new OutgoingHttp.HttpException(reason, null));
    }

    private void available() {
        Runnable waiting;
        lock.lock();
        try {
            demanded = false;
            waiting = waiter;
            waiter = null;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.run();
        }
    }

    private Scheduler.Task schedule(long nanos) {
        return scheduler.schedule(this::checkTime, nanos, TimeUnit.NANOSECONDS);
    }

    /// One timer serves the whole body: it looks how long the guest has waited and starts again for the rest.
    private void checkTime() {
        boolean late;
        lock.lock();
        try {
            long left = demanded ? waitingSince + limitNanos - System.nanoTime() : limitNanos;
            late = left <= 0;
            timer = late || ended != null || !demanded ? null : schedule(left);
        } finally {
            lock.unlock();
        }
        if (late) {
            abort(ErrorCode.of(ErrorCode.Kind.CONNECTION_READ_TIMEOUT));
            available();
        }
    }

    private Read end(Read read) {
        lock.lock();
        try {
            Read known = ended;
            if (known != null) {
                return known;
            }
            ended = read;
            if (timer != null) {
                timer.cancel();
            }
            return read;
        } finally {
            lock.unlock();
        }
    }

    private Read trailers() {
        HttpFields received = response.getTrailers();
        if (received == null || received.size() == 0) {
            return End.WITHOUT_TRAILERS;
        }
        Fields trailers = Translation.toGuest(received);
        return trailers == null ? new Failed(ErrorCode.of(ErrorCode.Kind.HTTP_RESPONSE_TRAILER_SECTION_SIZE)) : new End(trailers);
    }
}
