package dev.spinjvm.wasi.http;

import org.jspecify.annotations.Nullable;

/// The resource `incoming-response`. Dropped before its body is consumed, the body is given up.
final class IncomingResponse {
    private final OutgoingHttp.Response response;
    private final HttpContext context;
    private final Runnable cancel;
    private boolean bodyTaken;

    IncomingResponse(OutgoingHttp.Response response, HttpContext context) {
        this.response = response;
        this.context = context;
        this.cancel = response.body()::cancel;
        response.headers().freeze();
        context.opened(cancel);
    }

    int status() {
        return response.status();
    }

    Fields headers() {
        return response.headers();
    }

    /// The body, for the first caller only.
    @Nullable
    BodySource takeBody() {
        if (bodyTaken) {
            return null;
        }
        bodyTaken = true;
        context.closed(cancel);
        return response.body();
    }

    void drop() {
        BodySource body = takeBody();
        if (body != null) {
            body.cancel();
        }
    }
}
