package dev.spinjvm.trigger.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;

import dev.spinjvm.component.ComponentFunction;
import dev.spinjvm.component.ComponentInstance;
import dev.spinjvm.component.PreparedComponent;
import dev.spinjvm.component.Store;
import dev.spinjvm.trigger.ComponentLogs;
import dev.spinjvm.trigger.DurationRange;
import dev.spinjvm.wasi.WasiContext;
import dev.spinjvm.wasi.cli.StdinSource;
import dev.spinjvm.wasi.clocks.Clocks;
import dev.spinjvm.wasi.http.Delay;
import dev.spinjvm.wasi.http.HttpContext;
import dev.spinjvm.wasi.http.IncomingRequest;
import dev.spinjvm.wasi.http.OutgoingHttp;
import dev.spinjvm.wasi.http.ResponseHandler;
import dev.spinjvm.wasi.http.ResponseOutparam;
import dev.spinjvm.wasi.io.Waker;
import dev.spinjvm.wasi.random.RandomSource;
import org.jspecify.annotations.Nullable;

/// A component that is ready to answer requests. Thread-safe.
///
/// @param handler the exported interface that handles requests
/// @param grants what its guests may see
record GuestComponent(String id, PreparedComponent component, String handler, WasiContext.Template grants, OutgoingHttp outgoing,
        ComponentLogs logs, InstancePools.Pool<GuestComponent.Guest> pool, SecureRandom random, Delay cork, DurationRange idle) {
    /// One instance. Serves one request at a time, and each one from the same initial image.
    static final class Guest implements InstancePools.Pooled {
        private final ComponentInstance instance;
        private final ComponentFunction handle;

        private final long idleNanos;

        Guest(ComponentInstance instance, String handler, Duration idle) {
            this.idleNanos = idle.toNanos();
            this.instance = instance;
            this.handle = instance.function(handler, "handle");
        }

        long footprint() {
            return instance.memoryBytes() + OVERHEAD_BYTES;
        }

        /// What an instance takes beside its memories: tables, handles, the stack of its thread and its request. As measured with ten
        /// thousand guests that wait for an upstream: 32 KiB for a small C guest. Rust guests with many functions take 60 KiB, which the
        /// part of the heap bears that instances may not use.
        private static final long OVERHEAD_BYTES = 40 * 1024;

        @Override
        public long setAside() {
            long kept = instance.setAside();
            return kept < 0 ? kept : kept + OVERHEAD_BYTES;
        }

        @Override
        public void bringBack() {
            instance.bringBack();
        }

        @Override
        public void close() {
            instance.close();
        }
    }

    /// Lets an instance answer one request. Whatever the request left behind is gone afterwards.
    void serve(InstancePools<Guest> pools, IncomingRequest request, ResponseHandler response) throws InterruptedException {
        InstancePools.Lease<Guest> lease = pools.acquire(pool);
        Guest guest = lease.instance();
        boolean clean = false;
        long footprint = 0;
        try (GuestOutput stdout = new GuestOutput(logs, id, ComponentLogs.Stream.STDOUT);
                GuestOutput stderr = new GuestOutput(logs, id, ComponentLogs.Stream.STDERR)) {
            Store store = guest == null ? new Store() : guest.instance.store();
            var streams = new WasiContext.Streams(StdinSource.empty(), stdout, stderr);
            try (WasiContext context = grants.open(streams, Clocks.system(), RandomSource.of(random));
                    HttpContext http = new HttpContext(outgoing, cork)) {
                http.attach(context.attach(store));
                if (guest == null) {
                    guest = new Guest(component.instantiate(store), handler, idle.choose(random));
                    pools.settle(lease, guest, guest.footprint());
                }
                context.waker().resting(new Rest(pools, lease, guest));
                clean = call(guest, request, response);
            }
            footprint = guest.footprint();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Guest next = clean ? reset(guest) : null;
            if (next == null && guest != null) {
                guest.close();
            }
            pools.release(lease, next, footprint, guest == null ? 0 : guest.idleNanos);
        }
    }

    /// Tells the pools while the guest of one request waits.
    private record Rest(InstancePools<Guest> pools, InstancePools.Lease<Guest> lease, Guest guest) implements Waker.Rest {
        @Override
        public void begins() {
            pools.rest(lease, guest.footprint());
        }

        @Override
        public void ends() throws InterruptedException {
            pools.resume(lease);
        }
    }

    private static boolean call(Guest guest, IncomingRequest request, ResponseHandler response) {
        var outparam = new ResponseOutparam(response);
        try {
            guest.handle.call(request, outparam);
            return true;
        } finally {
            // The guest has ended: what follows is the host's own work, which an interrupt must not disturb.
            Thread.interrupted();
            outparam.close();
        }
    }

    private static @Nullable Guest reset(@Nullable Guest guest) {
        if (guest == null || !guest.instance.resettable()) {
            return null;
        }
        guest.instance.reset();
        return guest;
    }
}
