package dev.spinjvm.plugins.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.SSLException;

import dev.spinjvm.oci.http.Connections;
import org.jspecify.annotations.Nullable;

/// Asks one server. Redirects are not followed, so credentials go nowhere else.
///
/// What may be repeated is asked again, a little later each time, when the server cannot be reached or says that it is busy. Every answer
/// has to be there in time. Safe for use by several threads.
public final class WebClient implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final int MAX_ANSWER = 32 << 20;
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /// A slower transfer is one that has stopped.
    private static final long SLOWEST_BYTES_PER_SECOND = 16 << 10;

    private final URI base;
    private final Credentials credentials;
    private final String userAgent;
    private final Connections connections;
    private final HttpClient client;
    private final ScheduledExecutorService deadlines;

    /// @param base ends with a slash
    /// @param connections the way there
    /// @param acceptsAnyCertificate whether the server may be anybody: only when the user asks for it
    /// @throws dev.spinjvm.oci.RegistryException.Local if the certificates of authorities cannot be read
    public WebClient(URI base, Credentials credentials, String userAgent, Connections connections, boolean acceptsAnyCertificate) {
        this.base = base;
        this.credentials = credentials;
        this.userAgent = userAgent;
        this.connections = connections;
        HttpClient.Builder builder = connections.client().connectTimeout(CONNECT);
        if (acceptsAnyCertificate) {
            builder.sslContext(acceptingAnybody());
        }
        this.client = builder.build();
        this.deadlines = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("deadlines").factory());
    }

    private static SSLContext acceptingAnybody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new WebException("this Java has no TLS", e);
        }
    }

    public URI base() {
        return base;
    }

    /// Asks, and reads the whole answer.
    ///
    /// @throws WebException if there is none
    public Answer send(Request request) {
        return send(request, 0);
    }

    /// Asks, and reads the whole answer.
    ///
    /// @param bodyBytes how many go with the request
    public Answer send(Request request, long bodyBytes) {
        return exchange(request, bodyBytes, response -> {
            byte[] body = response.body().readNBytes(MAX_ANSWER + 1);
            if (body.length > MAX_ANSWER) {
                throw new IOException("the answer has more than " + MAX_ANSWER + " bytes");
            }
            return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), body);
        });
    }

    /// What is done with an answer while it arrives.
    ///
    /// @param <T> what is made of it
    public interface Receiver<T extends @Nullable Object> {
        T receive(HttpResponse<InputStream> response) throws IOException;
    }

    /// Asks, and hands over the answer.
    ///
    /// @param bytes how many go with the request and are expected in the answer, for the time that is allowed
    public <T extends @Nullable Object> T exchange(Request request, long bytes, Receiver<T> receiver) {
        HttpRequest prepared = prepare(request);
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1;; attempt++, pause *= 2) {
            boolean last = attempt == ATTEMPTS || !request.isRepeatable();
            try {
                HttpResponse<InputStream> response = client.send(prepared, BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    if (last || !BUSY.contains(response.statusCode())) {
                        return within(bytes, body, () -> receiver.receive(response));
                    }
                }
            } catch (IOException e) {
                if (last || !(e instanceof ConnectException)) {
                    throw problem(request, e);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            pause(pause);
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static WebException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new WebException("interrupted", e);
    }

    private interface Reading<T extends @Nullable Object> {
        T read() throws IOException;
    }

    private <T extends @Nullable Object> T within(long bytes, InputStream body, Reading<T> reading) throws IOException {
        ScheduledFuture<?> deadline = deadlines.schedule(() -> close(body), ANSWER.toSeconds() + bytes / SLOWEST_BYTES_PER_SECOND,
                TimeUnit.SECONDS);
        try {
            return reading.read();
        } finally {
            deadline.cancel(false);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException _) {
            // Whoever reads is told.
        }
    }

    private HttpRequest prepare(Request request) {
        HttpRequest.Builder builder = connections.request(URI.create(base + request.path())).timeout(ANSWER)
                .method(request.method(), request.body()).header("Accept", request.accept()).header("User-Agent", userAgent);
        if (request.contentType() != null) {
            builder.header("Content-Type", request.contentType());
        }
        credentials.authorization().ifPresent(value -> builder.header("Authorization", value));
        return builder.build();
    }

    private WebException problem(Request request, IOException e) {
        String what = switch (e) {
            case HttpTimeoutException _ -> "no answer in time";
            case ConnectException _ -> "cannot connect";
            case SSLException tls -> "no trusted connection: " + tls.getMessage();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
        return new WebException(request.method() + " " + base + request.path().replaceFirst("\\?.*", "") + " failed: " + what, e);
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.shutdownNow();
        client.close();
    }
}
