package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// The body of a response, read by blocking with a limit on how long nothing may come. A few buffers are in memory at once.
///
/// For one reader. Closing before the end closes the connection.
final class TimedBody implements HttpResponse.BodySubscriber<TimedBody>, AutoCloseable {
    /// How many deliveries of the connection may wait here.
    private static final int AHEAD = 2;

    private sealed interface Event {
        record Bytes(List<ByteBuffer> buffers) implements Event {}

        record Failed(Throwable problem) implements Event {}

        record End() implements Event {}
    }

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ArrayDeque<ByteBuffer> ready = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private boolean closed;
    private boolean ended;

    @Override
    public CompletionStage<TimedBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        boolean unwanted;
        synchronized (this) {
            subscription = given;
            unwanted = closed;
        }
        if (unwanted) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Event.Bytes(buffers));
    }

    @Override
    public void onError(Throwable problem) {
        events.add(new Event.Failed(problem));
    }

    @Override
    public void onComplete() {
        events.add(new Event.End());
    }

    /// The next bytes, `null` at the end.
    ///
    /// @param idle how long to wait for them
    @Nullable
    ByteBuffer next(Duration idle) throws IOException, InterruptedException {
        while (ready.isEmpty() && !ended) {
            Event event = events.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
            switch (event) {
                case null -> throw new HttpTimeoutException("nothing came for " + idle.toSeconds() + " s");
                case Event.Bytes(List<ByteBuffer> buffers) -> {
                    buffers.stream().filter(ByteBuffer::hasRemaining).forEach(ready::add);
                    more();
                }
                case Event.Failed(Throwable problem) -> throw new IOException(
                        problem.getMessage() == null ? "the connection broke" : problem.getMessage(), problem);
                case Event.End() -> ended = true;
            }
        }
        return ready.poll();
    }

    private synchronized void more() {
        if (subscription != null) {
            subscription.request(1);
        }
    }

    @Override
    public void close() {
        Flow.Subscription known;
        synchronized (this) {
            closed = true;
            known = subscription;
        }
        if (known != null) {
            known.cancel();
        }
    }
}
