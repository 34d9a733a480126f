package dev.spinjvm.wasi.http;

import java.util.LinkedHashSet;
import java.util.Set;

/// The `wasi:http` state of one store, to be attached to it as its state: the client for outgoing requests, and what
/// the guest has open. Not thread-safe: belongs to the thread of the guest.
public final class HttpContext implements AutoCloseable {
    private final OutgoingHttp outgoing;
    private final Set<Runnable> open = new LinkedHashSet<>();

    public HttpContext(OutgoingHttp outgoing) {
        this.outgoing = outgoing;
    }

    OutgoingHttp outgoing() {
        return outgoing;
    }

    /// Ends what the guest left open when it returned or trapped: unfinished bodies break off, requests under way are
    /// cancelled. To be called once the guest runs no more. Idempotent.
    @Override
    public void close() {
        for (Runnable end : Set.copyOf(open)) {
            end.run();
        }
        open.clear();
    }
}
