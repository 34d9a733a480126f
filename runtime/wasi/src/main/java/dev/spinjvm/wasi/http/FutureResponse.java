package dev.spinjvm.wasi.http;

import dev.spinjvm.component.Result;
import dev.spinjvm.wasi.io.HostResource;
import dev.spinjvm.wasi.io.Pollable;
import dev.spinjvm.wasi.io.Waker;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The resource `future-incoming-response`. Dropped before it is consumed, the request is given up.
final class FutureResponse extends HostResource {
    private final HttpContext context;
    private final Runnable cancel;
    private volatile OutgoingHttp.@Nullable Response response;
    private volatile @Nullable ErrorCode failure;
    private boolean consumed;

    FutureResponse(OutgoingHttp.Exchange exchange, Waker waker, HttpContext context) {
        super(null);
        this.context = context;
        this.cancel = exchange::cancel;
        context.opened(cancel);
        exchange.response().whenComplete((answer, fault) -> {
            if (fault != null) {
                failure = errorCode(fault);
            } else {
                response = answer;
            }
            waker.wake();
        });
    }

    Pollable subscribe() {
        return Pollable.of(this, () -> consumed || response != null || failure != null);
    }

    /// `get`: null, then the result once, then an error without payload.
    @Nullable
    Result get() {
        if (consumed) {
            return Result.err(null);
        }
        ErrorCode error = failure;
        OutgoingHttp.Response answer = response;
        if (error == null && answer == null) {
            return null;
        }
        consumed = true;
        context.closed(cancel);
        if (answer == null) {
            return Result.ok(Result.err(error == null ? null : error.toVariant()));
        }
        return Result.ok(Result.ok(new IncomingResponse(answer, context)));
    }

    private static ErrorCode errorCode(Throwable fault) {
        return switch (fault) {
            case OutgoingHttp.HttpException e -> e.error();
            case CompletionException e when e.getCause() != null -> errorCode(e.getCause());
            default -> ErrorCode.internal(String.valueOf(fault.getMessage()));
        };
    }

    @Override
    protected void dropped() {
        if (!consumed) {
            context.closed(cancel);
            cancel.run();
        }
    }
}
