package dev.spinjvm.host;

import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// One request over the network. It is launched by the first call to its body, which tells whether there is a body at
/// all and whether its length is known.
///
/// Callbacks and client methods run outside the lock.
final class OutboundExchange implements OutgoingHttp.Exchange, BodySink {
    /// RFC 9110, 9.2.2: these may be sent again after a connection broke.
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final HttpClient client;
    private final OutboundTarget.Network target;
    private final OutgoingHttp.Request guest;
    private final CompletableFuture<OutgoingHttp.Response> response = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Request sent;
    private volatile @Nullable StreamedBody body;
    private Scheduler.@Nullable Task connectTimer;
    private Scheduler.@Nullable Task firstByteTimer;
    private @Nullable ErrorCode failure;
    private boolean repeatable;
    private boolean onUsedConnection;
    private boolean finished;

    OutboundExchange(HttpClient client, OutboundTarget.Network target, OutgoingHttp.Request guest) {
        this.client = client;
        this.target = target;
        this.guest = guest;
    }

    @Override
    public BodySink body() {
        return this;
    }

    @Override
    public CompletionStage<OutgoingHttp.Response> response() {
        return response;
    }

    @Override
    public void cancel() {
        fail(ErrorCode.internal("the request was cancelled"));
    }

    @Override
    public void flush() {
        stream();
    }

    @Override
    public void write(ByteBuffer bytes) {
        stream().send(false, bytes, null);
    }

    @Override
    public void finish(@Nullable ByteBuffer last, @Nullable Fields trailers) {
        finished = true;
        if (body != null || (trailers != null && trailers.size() > 0)) {
            stream().send(true, last, trailers);
            return;
        }
        long declared = declaredLength();
        if (last == null && declared > 0) {
            fail(ErrorCode.size(ErrorCode.Kind.HTTP_REQUEST_BODY_SIZE, 0));
            return;
        }
        repeatable = last == null && IDEMPOTENT.contains(guest.method());
        launch(last == null ? null : new WholeBody(last), null);
    }

    @Override
    public void abort(ErrorCode reason) {
        if (!finished) {
            fail(reason);
        }
    }

    @Override
    public boolean isWritable() {
        StreamedBody streamed = body;
        return failure() != null || streamed == null || streamed.isWritable();
    }

    @Override
    public void onWritable(Runnable callback) {
        StreamedBody streamed = body;
        if (streamed == null || failure() != null) {
            callback.run();
        } else {
            streamed.onWritable(callback);
        }
    }

    @Override
    public @Nullable ErrorCode failure() {
        lock.lock();
        try {
            StreamedBody streamed = body;
            return failure != null || streamed == null ? failure : streamed.failure();
        } finally {
            lock.unlock();
        }
    }

    /// Makes the request one with a body of unknown end.
    private StreamedBody stream() {
        StreamedBody streamed = body;
        if (streamed == null) {
            streamed = new StreamedBody(declaredLength());
            body = streamed;
            launch(streamed, streamed);
        }
        return streamed;
    }

    private void launch(Request.@Nullable Content content, @Nullable StreamedBody streamed) {
        Request request = newRequest();
        HttpFields.Mutable headers = Translation.toClient(guest.headers());
        // Interim responses are not passed on, so the body is sent without waiting for one.
        headers.remove("expect");
        if (target.scheme().equals("http")) {
            // The client would add it as the last one; with TLS it alone knows whether the protocol has this header.
            request.headers(all -> all.add(HttpHeader.HOST, target.authority()));
        }
        request.headers(all -> all.add(headers)).method(guest.method()).body(content).idleTimeout(0, TimeUnit.MILLISECONDS);
        if (streamed != null && streamed.getLength() < 0) {
            request.trailersSupplier(streamed::trailers);
        }
        request.onRequestBegin(this::begun);
        request.onResponseContentSource(this::answered);
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            sent = request;
            firstByteTimer = timer(guest.options().firstByteTimeout(), ErrorCode.Kind.CONNECTION_READ_TIMEOUT);
            connectTimer = timer(guest.options().connectTimeout(), ErrorCode.Kind.CONNECTION_TIMEOUT);
        } finally {
            lock.unlock();
        }
        request.send(this::completed);
    }

    private Request newRequest() {
        String path = Translation.asciiPath(guest.pathWithQuery());
        if (path.startsWith("//")) {
            // As a path alone this would be read as an authority.
            return client.newRequest(URI.create(target.scheme() + "://" + target.host() + ":" + target.port() + path));
        }
        return client.newRequest(target.host(), target.port()).scheme(target.scheme()).path(path);
    }

    private Scheduler.Task timer(Duration timeout, ErrorCode.Kind kind) {
        return client.getScheduler().schedule(() -> fail(ErrorCode.of(kind)), Translation.nanos(timeout), TimeUnit.NANOSECONDS);
    }

    private void begun(Request request) {
        boolean used = request.getConnection() instanceof Connection connection && connection.getMessagesIn() > 0;
        lock.lock();
        try {
            onUsedConnection = used;
            if (connectTimer != null) {
                connectTimer.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    private void answered(Response head, Content.Source source) {
        stopTimers();
        Fields headers = Translation.toGuest(head.getHeaders());
        if (headers == null) {
            fail(ErrorCode.of(ErrorCode.Kind.HTTP_RESPONSE_HEADER_SECTION_SIZE));
            return;
        }
        response.complete(new OutgoingHttp.Response(head.getStatus(), headers,
                new OutboundResponseBody(head, source, client.getScheduler(), guest.options().betweenBytesTimeout())));
    }

    private void completed(Result result) {
        Throwable cause = result.getFailure();
        if (cause == null) {
            return;
        }
        stopTimers();
        if (response.isDone()) {
            return;
        }
        boolean again;
        lock.lock();
        try {
            again = repeatable && onUsedConnection && failure == null && OutboundErrors.isBrokenConnection(cause);
            repeatable = false;
        } finally {
            lock.unlock();
        }
        if (again) {
            launch(null, null);
            return;
        }
        ErrorCode reason = failure();
        fail(reason == null ? OutboundErrors.beforeResponse(cause) : reason);
    }

    /// Ends the exchange, if nothing ended it before.
    private void fail(ErrorCode reason) {
        Request request;
        StreamedBody streamed;
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = reason;
            request = sent;
            streamed = body;
        } finally {
            lock.unlock();
        }
        stopTimers();
        OutgoingHttp.HttpException cause = new OutgoingHttp.HttpException(reason, null);
        response.completeExceptionally(cause);
        if (streamed != null) {
            streamed.fail(cause);
        }
        if (request != null) {
            request.abort(cause);
        }
    }

    private void stopTimers() {
        lock.lock();
        try {
            if (connectTimer != null) {
                connectTimer.cancel();
            }
            if (firstByteTimer != null) {
                firstByteTimer.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The length that the guest declared, or -1; the guest's side has seen to it that it is a number.
    private long declaredLength() {
        int index = guest.headers().indexOf("content-length", 0);
        return index < 0 ? -1 : Translation.length(guest.headers().text(index));
    }

    /// A body that is complete before it is sent.
    private static final class WholeBody extends ByteBufferRequestContent {
        WholeBody(ByteBuffer bytes) {
            super(bytes);
        }

        /// The guest alone decides about headers.
        @Override
        public @Nullable String getContentType() {
            return null;
        }
    }
}
