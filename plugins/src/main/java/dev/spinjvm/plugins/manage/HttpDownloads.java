package dev.spinjvm.plugins.manage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.http.Connections;
import org.jspecify.annotations.Nullable;

/// Downloads by the JDK's client. Thread-safe.
///
/// @param userAgent what it says of itself
/// @param idle how long a server may say nothing
/// @param connections the way to servers
public record HttpDownloads(String userAgent, Duration idle, Connections connections) implements Downloads {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final int MAX_REDIRECTS = 8;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    @Override
    public int fetch(URI url, @Nullable String authorization, Path file, long limit) throws IOException {
        try (HttpClient client = connections.client().connectTimeout(CONNECT).build()) {
            try {
                return follow(client, url, authorization, file, limit);
            } finally {
                client.shutdownNow();
            }
        } catch (RegistryException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private int follow(HttpClient client, URI url, @Nullable String authorization, Path file, long limit)
            throws IOException, InterruptedException {
        URI next = url;
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            HttpRequest.Builder request = connections.request(checked(next, url)).timeout(idle).header("User-Agent", userAgent);
            if (authorization != null && origin(next).equals(origin(url))) {
                request.header("Authorization", authorization);
            }
            HttpResponse<InputStream> response = send(client, request.build());
            try (InputStream body = response.body()) {
                String location = response.headers().firstValue("Location").orElse("");
                if (REDIRECTS.contains(response.statusCode()) && !location.isEmpty()) {
                    next = next.resolve(location);
                    continue;
                }
                if (response.statusCode() / 100 == 2) {
                    copy(body, file, limit);
                }
                return response.statusCode();
            } catch (IllegalArgumentException e) {
                throw new IOException("the server redirects to an address that is none", e);
            }
        }
        throw new IOException("the server redirects more than " + MAX_REDIRECTS + " times");
    }

    private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException _) {
            throw new IOException(request.uri().getHost() + " does not answer");
        } catch (ConnectException e) {
            // It has no message of its own.
            throw new IOException(isUnresolved(e)
                    ? "the name " + request.uri().getHost() + " is not known"
                    : "no connection to " + request.uri().getAuthority());
        }
    }

    private static boolean isUnresolved(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static URI checked(URI next, URI first) throws IOException {
        String scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
        if (next.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new IOException("'" + next + "' is no address of a file on a server");
        }
        if (scheme.equals("http") && "https".equalsIgnoreCase(first.getScheme())) {
            throw new IOException("the server redirects to an address without encryption");
        }
        return next;
    }

    private static String origin(URI url) {
        return String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT) + "://" + String.valueOf(url.getAuthority()).toLowerCase(
                Locale.ROOT);
    }

    private void copy(InputStream body, Path file, long limit) throws IOException, InterruptedException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[64 << 10];
            long total = 0;
            for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
                total += count;
                if (total > limit) {
                    throw new IOException("the file has more than " + limit + " bytes");
                }
                out.write(buffer, 0, count);
            }
        }
    }

    /// A read of the JDK's body waits for ever.
    private int read(InputStream body, byte[] buffer) throws IOException, InterruptedException {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                read.complete(body.read(buffer));
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        try {
            return read.get(idle.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the server stopped sending", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        }
    }
}
