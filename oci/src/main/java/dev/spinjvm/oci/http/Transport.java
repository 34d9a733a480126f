package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// Sends single requests and follows redirects. Knows no credentials: it sends the `Authorization` it is given, to the origin it was given
/// for and to no other.
final class Transport implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;
    private static final long WATCH_MILLIS = 500;

    private final HttpClient client;
    private final RegistryOptions options;

    Transport(RegistryOptions options) {
        this.options = options;
        this.client = options.connections().client().connectTimeout(options.connectTimeout()).build();
    }

    RegistryOptions options() {
        return options;
    }

    /// @param authorization for the origin of the call only
    Answer send(Call call, @Nullable String authorization) throws IOException, InterruptedException {
        Origin home = Origin.of(call.uri());
        Call next = call;
        for (int hops = 0;; hops++) {
            Answer answer = exchange(next, Origin.of(next.uri()).equals(home) ? authorization : null);
            if (!call.isReading() || !isRedirect(answer.status())) {
                return answer;
            }
            answer.close();
            if (hops == MAX_REDIRECTS) {
                throw new RegistryException.Refused(home + " redirects more than " + MAX_REDIRECTS + " times");
            }
            next = next.to(target(home, answer));
        }
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static URI target(Origin home, Answer answer) {
        String location = answer.header("Location").orElseThrow(
                () -> new RegistryException.Malformed(home + " redirects without saying where to"));
        URI uri = Addresses.resolve(answer.uri(), location, "Location");
        Origin origin = Origin.of(uri);
        if (home.isEncrypted() && !origin.isEncrypted()) {
            throw new RegistryException.Refused(home + " redirects to an address without encryption: " + Addresses.printable(uri));
        }
        return uri;
    }

    private Answer exchange(Call call, @Nullable String authorization) throws IOException, InterruptedException {
        var watch = new Watch();
        HttpRequest.Builder request = options.connections().request(call.uri()).header("User-Agent", options.userAgent());
        call.headers().forEach(request::header);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        Supplier<BodyPublisher> body = call.body();
        request.method(call.method(), body == null ? BodyPublishers.noBody() : new CountedUpload(body.get(), sent -> {
            watch.touch(sent < 0 ? options.answerTimeout() : options.idleTimeout());
            if (sent >= 0) {
                call.sent().accept(sent);
            }
        }));
        CompletableFuture<HttpResponse<TimedBody>> future = client.sendAsync(request.build(), _ -> new TimedBody());
        HttpResponse<TimedBody> response = await(future, watch, call);
        return new Answer(call.uri(), response.statusCode(), response.headers(), response.body());
    }

    private static HttpResponse<TimedBody> await(CompletableFuture<HttpResponse<TimedBody>> future, Watch watch, Call call)
            throws IOException, InterruptedException {
        try {
            while (true) {
                try {
                    return future.get(WATCH_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    if (watch.isOver()) {
                        throw new HttpTimeoutException(Origin.of(call.uri()) + " does not answer");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        } finally {
            // Without effect on a request that has been answered.
            future.cancel(true);
        }
    }

    /// When waiting ends; put off by every step of a body that goes out.
    private final class Watch {
        private volatile long end = System.nanoTime() + options.answerTimeout().plus(options.connectTimeout()).toNanos();

        void touch(Duration more) {
            end = System.nanoTime() + more.toNanos();
        }

        boolean isOver() {
            return System.nanoTime() - end > 0;
        }
    }

    /// Breaks off what is under way.
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
