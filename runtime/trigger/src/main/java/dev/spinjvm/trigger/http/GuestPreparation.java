package dev.spinjvm.trigger.http;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.spinjvm.host.HostContext;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.PreparedComponent;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.trigger.TriggerException;
import dev.spinjvm.trigger.guests.Guest;
import dev.spinjvm.trigger.guests.GuestLoader;
import dev.spinjvm.wasi.WasiContext;
import dev.spinjvm.wasi.http.Delay;

/// Turns components of the locked application into ones that can answer requests.
final class GuestPreparation {
    private static final long SLOW_MILLIS = 1250;

    /// One list serves the process. Whoever asks first makes it; see [#warmUp].
    private static final class Hosts {
        static final List<HostInterface> ALL = HostContext.interfaces();
    }

    private final HttpTrigger.Services services;
    private final HttpTriggerOptions options;
    private final InstancePools<GuestComponent.Guest> pools;
    private final Supplier<URI> self;
    private final SecureRandom random;
    private final Delay cork;

    GuestPreparation(HttpTrigger.Services services, HttpTriggerOptions options, InstancePools<GuestComponent.Guest> pools,
            Supplier<URI> self, SecureRandom random, Delay cork) {
        this.services = services;
        this.options = options;
        this.pools = pools;
        this.self = self;
        this.random = random;
        this.cork = cork;
    }

    /// Reads the interfaces of the host, which takes as long as loading an application does.
    static void warmUp() {
        Objects.requireNonNull(Hosts.ALL);
    }

    /// Prepares several components at the same time.
    ///
    /// @throws TriggerException with every component that cannot be prepared
    Map<String, GuestComponent> prepareAll(LockedApp app, Collection<String> ids, Runnable whenSlow) throws InterruptedException {
        var done = new CompletableFuture<Void>();
        CompletableFuture<Void> slow = done.copy().orTimeout(SLOW_MILLIS, TimeUnit.MILLISECONDS).exceptionally(_ -> {
            whenSlow.run();
            return null;
        });
        int threads = Math.clamp(ids.size(), 1, Runtime.getRuntime().availableProcessors());
        try (ExecutorService executor = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("spin-prepare-", 0)
                .factory())) {
            GuestLoader loader = new GuestLoader(services.engine(), Hosts.ALL);
            Map<String, Future<GuestComponent>> running = new LinkedHashMap<>();
            for (String id : ids) {
                LockedComponent component = app.component(id).orElseThrow();
                running.put(id, executor.submit(() -> prepare(component, loader)));
            }
            return collect(running);
        } finally {
            done.complete(null);
            slow.cancel(false);
        }
    }

    private static Map<String, GuestComponent> collect(Map<String, Future<GuestComponent>> running) throws InterruptedException {
        Map<String, GuestComponent> ready = new HashMap<>();
        List<Throwable> failures = new ArrayList<>();
        for (Map.Entry<String, Future<GuestComponent>> entry : running.entrySet()) {
            try {
                ready.put(entry.getKey(), entry.getValue().get());
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        if (failures.isEmpty()) {
            return ready;
        }
        if (failures.size() == 1 && failures.getFirst() instanceof TriggerException only) {
            throw only;
        }
        throw new TriggerException(String.join("\n", failures.stream().map(GuestPreparation::oneLine).toList()));
    }

    private static String oneLine(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
    }

    private GuestComponent prepare(LockedComponent locked, GuestLoader loader) {
        String id = locked.id();
        try {
            Guest guest = loader.load(locked);
            HttpHandlerExport.find(guest.component().exports());
            Guest outermost = HttpMiddleware.before(guest, locked, loader);
            String handler = HttpHandlerExport.find(outermost.component().exports());
            PreparedComponent prepared = outermost.prepare();
            return new GuestComponent(id, prepared, handler, grants(locked), services.outgoing().forComponent(locked, self), services
                    .logs(),
                    pools.newPool(), random, cork, options.idleInstanceTimeout());
        } catch (LinkException e) {
            throw failed(locked, new TriggerException(String.join("\n", e.problems()), null));
        } catch (MalformedComponentException | InvalidComponentException | IllegalArgumentException | IOException e) {
            throw failed(locked, e);
        }
    }

    private static TriggerException failed(LockedComponent locked, Exception cause) {
        String file = locked.source().content().file().map(path -> " from \"" + path + "\"").orElse("");
        return new TriggerException("Failed to prepare component '" + locked.id() + "'" + file, cause);
    }

    private WasiContext.Template grants(LockedComponent component) {
        WasiContext.Builder grants = WasiContext.builder().environment(component.environment());
        new GuestFiles(options.mounts(), options.copies(), options.writableFiles()).of(component).forEach(grants::preopen);
        return grants.template();
    }
}
