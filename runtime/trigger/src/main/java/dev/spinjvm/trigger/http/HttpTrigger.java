package dev.spinjvm.trigger.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

import dev.spinjvm.engine.Engine;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.trigger.ComponentLogs;
import dev.spinjvm.trigger.TriggerConsole;
import dev.spinjvm.trigger.TriggerException;
import dev.spinjvm.wasi.http.CorkTimer;
import dev.spinjvm.wasi.http.IncomingRequest;
import dev.spinjvm.wasi.http.ResponseHandler;
import org.jspecify.annotations.Nullable;

/// The HTTP trigger: runs the components of an application as answers to HTTP requests.
///
/// ```java
/// try (HttpTrigger trigger = HttpTrigger.create(app, options, new HttpTrigger.Services(engine, logs, console, outgoing))) {
///     trigger.prepare(() -> console.info("Preparing Wasm modules is taking a few seconds..."));
///     HttpListening listening = trigger.start();
///     System.out.print(StartupReport.plain(listening.baseUrl(), listening.routes(), UnaryOperator.identity()));
///     trigger.awaitTermination();
/// }
/// ```
///
/// Thread-safe; `prepare` and `start` are called once, in this order.
public final class HttpTrigger implements AutoCloseable {
    /// Features of an application that this trigger can honour.
    public static final Set<String> SUPPORTED_REQUIREMENTS = Set.of(LockedApp.MIDDLEWARE);

    /// What the trigger works with; none of it is closed by the trigger.
    ///
    /// @param engine compiles the components
    /// @param logs takes what components print
    /// @param console takes warnings and the details of failed requests
    /// @param outgoing makes the clients for guests' own requests
    public record Services(Engine engine, ComponentLogs logs, TriggerConsole console, OutgoingHttpFactory outgoing) {}

    private final LockedApp lockedApp;
    private final HttpApp app;
    private final HttpTriggerOptions options;
    private final Services services;
    private final Optional<TlsIdentity> identity;
    private final InstancePools<GuestComponent.Guest> pools;
    private final CorkTimer cork = new CorkTimer();
    private final AtomicReference<@Nullable URI> self = new AtomicReference<>();
    private volatile @Nullable Map<String, GuestComponent> components;
    /// The server before it serves.
    private volatile @Nullable FutureTask<HttpServer> made;
    private volatile @Nullable HttpServer server;

    private HttpTrigger(LockedApp lockedApp, HttpApp app, HttpTriggerOptions options, Services services) {
        this.lockedApp = lockedApp;
        this.app = app;
        this.options = options;
        this.services = services;
        this.identity = options.tls().map(tls -> TlsIdentity.load(tls.certificates(), tls.key()));
        this.pools = new InstancePools<>(new InstancePools.Limits(options.instanceMemory(), options.maxConcurrency(), options.pooling()),
                System::nanoTime);
    }

    /// Makes ready what is the same for every application, on threads of its own, beside what the caller does before [#create]. Nothing
    /// depends on it but time.
    public static void warmUp() {
        Thread.ofPlatform().name("spin-warm-hosts").daemon().start(GuestPreparation::warmUp);
        Thread.ofPlatform().name("spin-warm-http").daemon().start(HttpServer::warmClasses);
    }

    /// Checks the application's `http` triggers and reads the TLS files.
    ///
    /// @throws TriggerException if they are not valid, or need what this trigger does not offer
    public static HttpTrigger create(LockedApp app, HttpTriggerOptions options, Services services) {
        Set<String> unmet = app.unmetRequirements("http", SUPPORTED_REQUIREMENTS);
        if (!unmet.isEmpty()) {
            throw new TriggerException("This application requires the following features that are not available in this version of the "
                    + "'http' trigger: " + String.join(", ", unmet));
        }
        HttpApp http = HttpApp.of(app);
        http.report(services.console());
        return new HttpTrigger(app, http, options, services);
    }

    /// Loads, compiles and links the components that some trigger starts. The server is made meanwhile, as far as it can be without
    /// an address.
    ///
    /// @param whenSlow called once, on another thread, if that takes longer than 1.25 seconds
    /// @throws TriggerException naming every component that cannot be run, and why
    public void prepare(Runnable whenSlow) throws InterruptedException {
        var making = new FutureTask<>(this::makeServer);
        made = making;
        Thread.ofPlatform().name("spin-http-start").start(making);
        var preparation = new GuestPreparation(services, options, pools, this::self, new SecureRandom(), cork);
        components = preparation.prepareAll(lockedApp, app.componentIds(), whenSlow);
    }

    private HttpServer makeServer() {
        var watchdog = new Watchdog(pools::evictIdle);
        var inFlight = new InFlight();
        var dispatcher = new HttpDispatcher(app, this::serve, options.requestTimeout(), services.console(), watchdog, inFlight,
                new SecureRandom());
        var settings = new HttpServerSettings(options.address(), identity, options.findFreePort(), options.maxHeadBytes(),
                HttpServer.IDLE_TIMEOUT);
        var made = new HttpServer(settings, dispatcher, watchdog, inFlight);
        made.warmUp();
        return made;
    }

    private void serve(String id, IncomingRequest request, ResponseHandler response) throws Exception {
        Map<String, GuestComponent> ready = components;
        GuestComponent component = ready == null ? null : ready.get(id);
        if (component == null) {
            throw new IllegalStateException("component '" + id + "' was not prepared");
        }
        component.serve(pools, request, response);
    }

    private static HttpServer get(FutureTask<HttpServer> made) {
        try {
            return made.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TriggerException("interrupted while the HTTP server was made", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TriggerException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /// Binds the address and serves.
    ///
    /// @throws TriggerException if the address cannot be bound
    public HttpListening start() {
        FutureTask<HttpServer> making = made;
        if (components == null || making == null) {
            throw new IllegalStateException("prepare() comes first");
        }
        HttpServer started = get(making);
        InetSocketAddress address = started.start();
        server = started;
        String baseUrl = (identity.isPresent() ? "https://" : "http://") + ListenAddress.display(address);
        self.set(URI.create(baseUrl));
        return new HttpListening(address, baseUrl, app.routes());
    }

    /// Stops accepting requests, lets those in flight finish, and ends what is left of them after `drain`. Called again meanwhile,
    /// from another thread, it ends everything at once. Does nothing before `start`.
    public void stop(Duration drain) throws InterruptedException {
        HttpServer running = server;
        if (running != null) {
            running.stop(drain);
            pools.evictAll();
        }
    }

    /// Waits until the trigger was stopped.
    public void awaitTermination() throws InterruptedException {
        HttpServer running = server;
        if (running != null) {
            running.awaitTermination();
        }
    }

    /// Stops without waiting.
    @Override
    public void close() {
        try {
            FutureTask<HttpServer> making = made;
            if (server == null && making != null) {
                get(making).abandon();
            }
            stop(Duration.ZERO);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            cork.close();
        }
    }

    private URI self() {
        URI url = self.get();
        if (url == null) {
            throw new IllegalStateException("the trigger has not started");
        }
        return url;
    }
}
