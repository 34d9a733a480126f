package dev.spinjvm.wasi.http;

import dev.spinjvm.component.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The `wasi:http` state of one store: the client for outgoing requests, and what the guest has open. Not thread-safe:
/// belongs to the thread of the guest.
public final class HttpContext implements AutoCloseable {
    private static final int CORK_MILLIS = 1;

    private final OutgoingHttp outgoing;
    private final Delay delay;
    private @Nullable List<Runnable> open;

    public HttpContext(OutgoingHttp outgoing) {
        this(outgoing, task -> {
            Future<?> scheduled = ForkJoinPool.commonPool().schedule(task, CORK_MILLIS, TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        });
    }

    /// @param delay runs what sends the first bytes of a body that were held back; servers share one, see [CorkTimer]
    public HttpContext(OutgoingHttp outgoing, Delay delay) {
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
        List<Runnable> present = open;
        if (present == null) {
            present = new ArrayList<>(4);
            open = present;
        }
        present.add(end);
    }

    void closed(Runnable end) {
        List<Runnable> present = open;
        if (present == null) {
            return;
        }
        // What was opened last is mostly closed first.
        for (int i = present.size() - 1; i >= 0; i--) {
            if (present.get(i).equals(end)) {
                present.remove(i);
                return;
            }
        }
    }

    /// Ends what the guest left open when it returned or trapped: unfinished bodies break off, requests under way are
    /// cancelled. To be called once the guest runs no more. Idempotent.
    @Override
    public void close() {
        List<Runnable> left = open;
        open = null;
        if (left != null) {
            left.forEach(Runnable::run);
        }
    }
}
