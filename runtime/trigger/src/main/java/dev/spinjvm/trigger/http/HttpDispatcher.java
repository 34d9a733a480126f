package dev.spinjvm.trigger.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

import dev.spinjvm.trigger.DurationRange;
import dev.spinjvm.trigger.ErrorText;
import dev.spinjvm.trigger.TriggerConsole;
import dev.spinjvm.wasi.http.ErrorCode;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes requests off the network's threads: answers what needs no component at once, and gives everything else a virtual
/// thread of its own. Never blocks.
final class HttpDispatcher extends Handler.Abstract.NonBlocking implements HttpExchange.ExchangeObserver {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDispatcher.class);
    private static final String SOURCE = "spin_trigger_http";

    private final HttpApp app;
    private final RequestExecutor executor;
    private final Optional<DurationRange> requestTimeout;
    private final TriggerConsole console;
    private final Watchdog watchdog;
    private final InFlight inFlight;
    private final RandomGenerator random;
    private final AtomicBoolean warnedOfMissingRoute = new AtomicBoolean();
    private final ThreadFactory threads = Thread.ofVirtual().name("guest").inheritInheritableThreadLocals(false).factory();

    HttpDispatcher(HttpApp app, RequestExecutor executor, Optional<DurationRange> requestTimeout, TriggerConsole console, Watchdog watchdog,
            InFlight inFlight, RandomGenerator random) {
        this.app = app;
        this.executor = executor;
        this.requestTimeout = requestTimeout;
        this.console = console;
        this.watchdog = watchdog;
        this.inFlight = inFlight;
        this.random = random;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String encoded = request.getHttpURI().getPath();
        String path = encoded == null ? "" : encoded;
        LOG.info("Processing request on path '{}'", path);
        if (inFlight.draining() && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        if (path.startsWith(Router.WELL_KNOWN_PREFIX)) {
            answerWellKnown(path.substring(Router.WELL_KNOWN_PREFIX.length()), response, callback);
            return true;
        }
        Optional<RouteMatch> match = app.router().match(path);
        if (match.isEmpty()) {
            warnOfMissingRoute(path);
            answer(response, 404, "", callback);
        } else {
            answerRoute(match.get(), request, response, callback);
        }
        return true;
    }

    private void answerRoute(RouteMatch match, Request request, Response response, Callback callback) {
        switch (match.route().target()) {
            case RouteTarget.Trigger(String id) -> answerStatic(app.staticResponse(id), response, callback);
            case RouteTarget.Component _ -> {
                String host = request.getHeaders().get(HttpHeader.HOST);
                HttpURI uri = request.getHttpURI();
                boolean http2 = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
                if (host == null ? !http2 : host.isEmpty()) {
                    HttpErrors.write(response, 400, "no 'Host' header present in request", callback);
                } else if (host != null && !sameAuthority(uri, host)) {
                    HttpErrors.write(response, 400, "authority in 'Host' header does not match authority in URI", callback);
                } else {
                    start(match, host == null ? String.valueOf(uri.getAuthority()) : host, request, response, callback);
                }
            }
        }
    }

    private void start(RouteMatch match, String authority, Request request, Response response, Callback callback) {
        Long deadline = requestTimeout.map(range -> System.nanoTime() + bounded(range.choose(random))).orElse(null);
        var exchange = new HttpExchange(request, response, callback, match, authority, this, deadline);
        inFlight.enter();
        watchdog.add(exchange);
        // A connection that waits for its guest is not idle.
        request.addIdleTimeoutListener(_ -> false);
        request.addFailureListener(_ -> exchange.end(HttpExchange.End.CLIENT_GONE));
        threads.newThread(() -> exchange.run(executor)).start();
    }

    @Override
    public void failed(HttpExchange exchange, boolean responseStarted, @Nullable Throwable failure, @Nullable ErrorCode error) {
        String component = " (component " + exchange.componentId() + ")";
        if (responseStarted) {
            String text = "Component error after response started. The response may not be fully sent" + component;
            console.error(SOURCE, failure == null ? text : ErrorText.withCauses(text, failure));
        } else if (failure != null) {
            console.error(SOURCE, ErrorText.withCauses("Error processing request: guest invocation failed" + component, failure));
        } else if (error != null) {
            console.error(SOURCE, "Error processing request: guest failed to produce a response" + component + "\n\nCaused by:\n    "
                    + error);
        } else {
            console.error(SOURCE, "Error processing request: guest failed to produce a response prior to returning" + component);
        }
    }

    @Override
    public void ended(HttpExchange exchange, HttpExchange.End reason) {
        switch (reason) {
            case TIME_OUT -> console.error(SOURCE, "Error processing request: the request timed out and its guest was ended (component "
                    + exchange.componentId() + ")");
            case CLIENT_GONE -> LOG.info("The client of a request for component {} has gone", exchange.componentId());
            case SERVER_STOPS -> LOG.info("A request for component {} was ended by shutdown", exchange.componentId());
        }
    }

    @Override
    public void finished(HttpExchange exchange) {
        watchdog.remove(exchange);
        inFlight.exit();
    }

    private void answerWellKnown(String name, Response response, Callback callback) {
        switch (name) {
            case "health" -> answer(response, 200, "OK", callback);
            case "info" -> {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                answer(response, 200, app.info(), callback);
            }
            default -> answer(response, 404, "", callback);
        }
    }

    private static void answerStatic(StaticResponse fixed, Response response, Callback callback) {
        for (Map.Entry<String, String> header : fixed.headers().entrySet()) {
            response.getHeaders().add(header.getKey(), header.getValue());
        }
        answer(response, fixed.status(), fixed.body(), callback);
    }

    private static void answer(Response response, int status, String body, Callback callback) {
        response.setStatus(status);
        ByteBuffer bytes = body.isEmpty() ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        response.write(true, bytes, callback);
    }

    private void warnOfMissingRoute(String path) {
        if (console.isTerminal() && !warnedOfMissingRoute.getAndSet(true)) {
            console.warning("Request to " + path + " matched no pattern, and received a generic 404 response. "
                    + "To serve a more informative 404 page, add a catch-all (/...) route.");
        }
    }

    private static boolean sameAuthority(HttpURI uri, String host) {
        String authority = uri.getAuthority();
        if (authority == null || authority.equalsIgnoreCase(host)) {
            return true;
        }
        // The server's own URI leaves the scheme's port out, the client may write it.
        int standard = HttpScheme.HTTPS.is(uri.getScheme()) ? 443 : 80;
        var left = new HostPort(authority);
        var right = new HostPort(host);
        return String.valueOf(left.getHost()).equalsIgnoreCase(right.getHost()) && left.getPort(standard) == right.getPort(standard);
    }

    // Longer than any process lives, and far enough from overflow when added to a nanotime.
    private static long bounded(Duration timeout) {
        return timeout.compareTo(Duration.ofDays(36_500)) > 0 ? Duration.ofDays(36_500).toNanos() : timeout.toNanos();
    }
}
