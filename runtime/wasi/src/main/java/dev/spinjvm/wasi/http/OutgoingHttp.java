package dev.spinjvm.wasi.http;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The HTTP client that serves a guest's outgoing requests. Thread-safe.
@FunctionalInterface
public interface OutgoingHttp {

    /// Starts a request and returns at once. Every failure arrives through [Exchange#response()].
    Exchange send(Request request);

    /// What the guest asks for.
    ///
    /// @param method such as `GET`
    /// @param scheme `http`, `https`, or null if the guest gave none
    /// @param authority host and optional port, or null if the guest gave none
    /// @param pathWithQuery begins with a slash
    /// @param headers frozen
    /// @param hasBody whether the guest may write a body; if not, [Exchange#body()] only ever receives `finish`
    record Request(String method, @Nullable String scheme, @Nullable String authority, String pathWithQuery, Fields headers,
            boolean hasBody, Options options) {}

    /// The hints of `request-options`, with their defaults filled in.
    record Options(Duration connectTimeout, Duration firstByteTimeout, Duration betweenBytesTimeout) {
        /// Ten minutes each.
        public static final Options DEFAULT = new Options(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(10));
    }

    /// A request under way.
    interface Exchange {
        /// Takes the request body.
        BodySink body();

        /// Completes on any thread with the response head, or exceptionally with an [HttpException].
        CompletionStage<Response> response();

        /// Gives the exchange up, whatever its state. Idempotent.
        void cancel();
    }

    /// The head of a response and its body.
    record Response(int status, Fields headers, BodySource body) {}

    /// Carries an error code.
    final class HttpException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient ErrorCode error;

        public HttpException(ErrorCode error, @Nullable Throwable cause) {
            super(error.toString(), cause, false, false);
            this.error = error;
        }

        public ErrorCode error() {
            return error;
        }
    }
}
