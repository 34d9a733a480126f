package dev.spinjvm.wasi.http;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The resource `incoming-request`: a request as a server hands it to a guest.
public final class IncomingRequest {
    private final String method;
    private final @Nullable String scheme;
    private final @Nullable String authority;
    private final @Nullable String pathWithQuery;
    private final Supplier<Fields> headerSource;
    private @Nullable Fields headers;
    private final AtomicReference<@Nullable BodySource> body;

    /// @param method the method as it stands in the request, such as `GET`
    /// @param scheme `http` or `https`
    /// @param authority host and, if given, port
    /// @param pathWithQuery the request target from its first slash
    /// @param headers makes the headers, once, on the guest's thread, when the guest first asks for them
    /// @param body is only polled if the guest consumes it
    public IncomingRequest(String method, @Nullable String scheme, @Nullable String authority, @Nullable String pathWithQuery,
            Supplier<Fields> headers, BodySource body) {
        this.method = method;
        this.scheme = scheme;
        this.authority = authority;
        this.pathWithQuery = pathWithQuery;
        this.headerSource = headers;
        this.body = new AtomicReference<>(body);
    }

    public String method() {
        return method;
    }

    public @Nullable String scheme() {
        return scheme;
    }

    public @Nullable String authority() {
        return authority;
    }

    public @Nullable String pathWithQuery() {
        return pathWithQuery;
    }

    public Fields headers() {
        Fields present = headers;
        if (present == null) {
            present = headerSource.get().freeze();
            headers = present;
        }
        return present;
    }

    /// The body, for the first caller only.
    @Nullable
    BodySource takeBody() {
        return body.getAndSet(null);
    }
}
