package dev.spinjvm.wasi.http;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The resource `response-outparam`: the right to answer one request once.
public final class ResponseOutparam {
    private final AtomicReference<@Nullable ResponseHandler> handler;

    public ResponseOutparam(ResponseHandler handler) {
        this.handler = new AtomicReference<>(handler);
    }

    /// Whether the guest has not answered yet and still can.
    public boolean isOpen() {
        return handler.get() != null;
    }

    /// Ends the right to answer; the handler learns it if no answer was given. For the destructor of the resource and
    /// for the server once the guest has ended. Idempotent.
    public void close() {
        ResponseHandler taken = take();
        if (taken != null) {
            taken.unanswered();
        }
    }

    @Nullable
    ResponseHandler take() {
        return handler.getAndSet(null);
    }
}
