package dev.spinjvm.wasi.http;

import dev.spinjvm.component.Store;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/// The `wasi:http` state of one store: the client for outgoing requests, and what the guest has open. Not thread-safe:
/// belongs to the thread of the guest.
public final class HttpContext implements AutoCloseable {
    private static final int CORK_MILLIS = 1;

    private final OutgoingHttp outgoing;
    private final Delay delay;
    private final Set<Runnable> open = new LinkedHashSet<>();

    public HttpContext(OutgoingHttp outgoing) {
        this(outgoing, task -> ForkJoinPool.commonPool().schedule(task, CORK_MILLIS, TimeUnit.MILLISECONDS));
    }

    HttpContext(OutgoingHttp outgoing, Delay delay) {
        this.outgoing = outgoing;
        this.delay = delay;
    }

    /// Puts this context into a store, before any guest code runs there.
    public Store attach(Store store) {
        return store.with(HttpContext.class, this);
    }

    OutgoingHttp outgoing() {
        return outgoing;
    }

    Delay delay() {
        return delay;
    }

    /// Something that `close` must run if the guest does not end it.
    void opened(Runnable end) {
        open.add(end);
    }

    void closed(Runnable end) {
        open.remove(end);
    }

    /// Ends what the guest left open when it returned or trapped: unfinished bodies break off, requests under way are
    /// cancelled. To be called once the guest runs no more. Idempotent.
    @Override
    public void close() {
        for (Runnable end : List.copyOf(open)) {
            end.run();
        }
        open.clear();
    }
}
