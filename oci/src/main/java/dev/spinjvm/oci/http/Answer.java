package dev.spinjvm.oci.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// The answer to a request. Closing it before its end gives up the connection.
///
/// @param uri who answered, after redirects
record Answer(URI uri, int status, HttpHeaders headers, TimedBody body) implements AutoCloseable {
    static final int OK = 200;
    static final int CREATED = 201;
    static final int ACCEPTED = 202;
    static final int PARTIAL_CONTENT = 206;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int RANGE_NOT_SATISFIABLE = 416;
    static final int TOO_MANY_REQUESTS = 429;

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    OptionalLong contentLength() {
        try {
            return headers.firstValueAsLong("Content-Length");
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /// The whole body, if it is small.
    ///
    /// @param what names it in messages
    /// @param limit in bytes
    /// @param time for all of it
    byte[] small(String what, int limit, Duration time) throws IOException, InterruptedException {
        if (contentLength().orElse(0) > limit) {
            throw new RegistryException.Malformed(what + " has more than " + limit + " bytes");
        }
        var bytes = new ByteArrayOutputStream();
        long end = System.nanoTime() + time.toNanos();
        ByteBuffer buffer;
        while ((buffer = next(end)) != null) {
            if (bytes.size() + buffer.remaining() > limit) {
                throw new RegistryException.Malformed(what + " has more than " + limit + " bytes");
            }
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            bytes.writeBytes(chunk);
        }
        return bytes.toByteArray();
    }

    private @Nullable ByteBuffer next(long end) throws IOException, InterruptedException {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.isNegative()) {
            throw new HttpTimeoutException("the answer did not end in time");
        }
        return body.next(left);
    }

    @Override
    public void close() {
        body.close();
    }
}
