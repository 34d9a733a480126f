package dev.spinjvm.trigger.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.BrokenSink;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import dev.spinjvm.wasi.http.IncomingRequest;
import dev.spinjvm.wasi.http.ResponseHandler;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One request for a component, from its dispatch until the guest has ended and the response has left.
///
/// The guest's thread, the server's and the watchdog's meet here.
final class HttpExchange implements ResponseHandler {
    /// Where the response goes of a guest that answers too late.
    private static final BodySink DEAD = new BrokenSink(ErrorCode.of(ErrorCode.Kind.CONNECTION_TERMINATED));
    /// How long a head waits for its body, so that both can leave in one packet.
    private static final long PATIENCE_NANOS = Duration.ofMillis(5).toNanos();

    private static final String CLIENT_ADDRESS = HttpExchange.class.getName() + ".clientAddress";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Callback completion;
    private final RouteMatch match;
    private final String authority;
    private final ExchangeObserver observer;
    /// Nanotime at which the guest's time is up; meaningful where `limited`.
    private final long deadline;
    private final boolean limited;
    private final AtomicInteger parts = new AtomicInteger(2);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread guest;
    private @Nullable End end;
    private boolean answered;
    private boolean headPending;
    private boolean sent;
    private long sentAt;
    private long answeredAt;
    private @Nullable ResponseBody body;

    /// Why an exchange ends before its guest.
    enum End {
        TIME_OUT, CLIENT_GONE, SERVER_STOPS
    }

    /// @param authority host and port as the client wrote them
    /// @param deadline nanotime, or null for no limit
    HttpExchange(Request request, Response response, Callback callback, RouteMatch match, String authority, ExchangeObserver observer,
            @Nullable Long deadline) {
        this.request = request;
        this.response = response;
        this.match = match;
        this.authority = authority;
        this.observer = observer;
        this.limited = deadline != null;
        this.deadline = deadline == null ? 0 : deadline;
        this.callback = callback;
        this.completion = Callback.from(callback.getInvocationType(), this::responseSent, failure -> {
            callback.failed(failure);
            if (!(failure instanceof ResponseBody.AbortedException)) {
                end(End.CLIENT_GONE);
            }
            partDone();
        });
    }

    /// The response has left. Where the guest's own thread has sent it, the connection goes on with its next request on that
    /// thread, once the guest has ended; the watchdog sees to it that this does not take long.
    private void responseSent() {
        lock.lock();
        try {
            if (guest != null && guest.equals(Thread.currentThread())) {
                sentAt = System.nanoTime();
                sent = true;
                return;
            }
        } finally {
            lock.unlock();
        }
        release();
    }

    /// Gives the connection back.
    private void release() {
        callback.succeeded();
        partDone();
    }

    private boolean takeSent() {
        boolean taken = sent;
        sent = false;
        return taken;
    }

    String componentId() {
        return match.route().target().id();
    }

    /// Runs the guest on the calling thread until it has ended; answers for it if it did not.
    void run(RequestExecutor executor) {
        Throwable failure = null;
        if (enter()) {
            try {
                executor.execute(componentId(), incomingRequest(), this);
            } catch (Throwable thrown) { // even exhausted memory or stack ends no more than this request
                failure = thrown;
            }
            leave();
        }
        conclude(failure);
        partDone();
    }

    /// Ends the exchange from outside: answers or breaks off, and interrupts the guest.
    void end(End reason) {
        ResponseBody started;
        boolean answer;
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            end = reason;
            started = body;
            answer = !answered;
            answered = true;
            if (guest != null) {
                guest.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (started != null) {
            started.kill(errorCode(reason));
        } else if (answer) {
            answerError();
        }
    }

    /// Called now and then while the exchange lasts: ends it when its time is up, and sends a head that waits for a body.
    void tick(long now) {
        if (limited && now - deadline >= 0) {
            end(End.TIME_OUT);
            return;
        }
        ResponseBody waiting = null;
        boolean done;
        lock.lock();
        try {
            done = now - sentAt > PATIENCE_NANOS && takeSent();
            if (headPending && now - answeredAt > PATIENCE_NANOS) {
                headPending = false;
                waiting = body;
            }
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.flush();
        }
        if (done) {
            release();
        }
    }

    @Override
    public BodySink respond(int status, Fields headers) {
        if (status < 200) {
            fail(ErrorCode.internal("the status " + status + " cannot be the final one of a response"));
            return DEAD;
        }
        lock.lock();
        try {
            if (answered) {
                return DEAD;
            }
            answered = true;
        } finally {
            lock.unlock();
        }
        var sink = new ResponseBody(response, completion);
        try {
            fillHead(status, headers, sink);
        } catch (RuntimeException e) {
            // Not answered after all: the exchange does it once this has ended the guest.
            lock.lock();
            try {
                answered = false;
            } finally {
                lock.unlock();
            }
            throw e;
        }
        publish(sink);
        if (isHeadAlone(status, headers)) {
            sink.finish(null, null);
        }
        return sink;
    }

    /// Whether the length that the guest declares is that of a body nobody gets to see (RFC 9110, 8.6). Whatever the guest writes after the
    /// head, and if it is nothing, is of no interest then.
    private boolean isHeadAlone(int status, Fields headers) {
        return (request.getMethod().equals("HEAD") || status == 304) && headers.indexOf("content-length", 0) >= 0;
    }

    private void fillHead(int status, Fields headers, ResponseBody sink) {
        response.setStatus(status);
        HttpFields.Mutable out = response.getHeaders();
        boolean mayTrail = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (name.equals("date")) {
                out.remove(HttpHeader.DATE);
            } else if (name.equals("trailer")) {
                mayTrail = true;
            }
            out.add(name, headers.text(i));
        }
        // With a supplier HTTP/1.1 has to send in chunks, so it is given only where the guest announces trailers (RFC 9110, 6.6.2).
        if (mayTrail) {
            response.setTrailersSupplier(sink::trailers);
        }
    }

    /// From here on the watchdog may send the head, so it must be complete.
    private void publish(ResponseBody sink) {
        End reason;
        lock.lock();
        try {
            body = sink;
            headPending = true;
            answeredAt = System.nanoTime();
            reason = end;
        } finally {
            lock.unlock();
        }
        if (reason != null) {
            sink.kill(errorCode(reason));
        }
    }

    private static ErrorCode errorCode(End reason) {
        return ErrorCode.of(reason == End.TIME_OUT ? ErrorCode.Kind.HTTP_RESPONSE_TIMEOUT : ErrorCode.Kind.CONNECTION_TERMINATED);
    }

    @Override
    public void fail(ErrorCode error) {
        lock.lock();
        try {
            if (answered) {
                return;
            }
            answered = true;
        } finally {
            lock.unlock();
        }
        observer.failed(this, false, null, error);
        answerError();
    }

    @Override
    public void unanswered() {
        // The exchange answers for the guest as soon as it has ended and the reason is known.
    }

    private boolean enter() {
        lock.lock();
        try {
            if (end != null) {
                return false;
            }
            guest = Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        boolean done;
        lock.lock();
        try {
            guest = null;
            done = takeSent();
        } finally {
            lock.unlock();
        }
        Thread.interrupted();
        if (done) {
            release();
        }
    }

    private void conclude(@Nullable Throwable failure) {
        ResponseBody started;
        boolean answer;
        End reason;
        lock.lock();
        try {
            started = body;
            answer = !answered;
            answered = true;
            reason = end;
        } finally {
            lock.unlock();
        }
        if (reason != null) {
            observer.ended(this, reason);
        } else if (answer || failure != null) {
            observer.failed(this, started != null, failure, null);
        }
        if (answer) {
            answerError();
        } else if (started != null && (failure != null || reason != null)) {
            // The end of a guest that came to its own end has broken off or finished its body; what is finished may still wait
            // for the write before it.
            started.abort(ErrorCode.of(ErrorCode.Kind.HTTP_RESPONSE_INCOMPLETE));
        }
    }

    private void answerError() {
        try {
            response.getHeaders().clear();
            response.setStatus(500);
            response.write(true, BufferUtil.EMPTY_BUFFER, completion);
        } catch (IllegalStateException e) {
            completion.failed(e);
        }
    }

    private void partDone() {
        if (parts.decrementAndGet() == 0) {
            observer.finished(this);
        }
    }

    private IncomingRequest incomingRequest() {
        String scheme = request.isSecure() ? "https" : "http";
        String target = request.getHttpURI().getPathQuery();
        String pathAndQuery = target == null || target.isEmpty() ? "/" : target;
        String fullUrl = scheme + "://" + authority + pathAndQuery;
        // Taken now, because the guest may ask for its headers after the response has left.
        HttpFields received = request.getHeaders().asImmutable();
        var headers = new RequestHeaders(received, match, fullUrl, clientAddress());
        headers.checkSize();
        return new IncomingRequest(request.getMethod(), scheme, authority, pathAndQuery, headers, new RequestBody(request));
    }

    private String clientAddress() {
        ConnectionMetaData connection = request.getConnectionMetaData();
        if (connection.getAttribute(CLIENT_ADDRESS) instanceof String known) {
            return known;
        }
        String address = connection.getRemoteSocketAddress() instanceof InetSocketAddress peer ? ListenAddress.display(peer) : "0.0.0.0:0";
        connection.setAttribute(CLIENT_ADDRESS, address);
        return address;
    }

    /// What is told about exchanges, on the thread that brings it about.
    interface ExchangeObserver {
        /// The guest of `exchange` trapped, could not run, or did not answer (`failure` and `error` null).
        void failed(HttpExchange exchange, boolean responseStarted, @Nullable Throwable failure, @Nullable ErrorCode error);

        /// The guest has ended after the exchange was ended for `reason`.
        void ended(HttpExchange exchange, End reason);

        /// The guest has ended and the response has left or was broken off.
        void finished(HttpExchange exchange);
    }
}
