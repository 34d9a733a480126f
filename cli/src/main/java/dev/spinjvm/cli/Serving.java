package dev.spinjvm.cli;

import dev.spinjvm.engine.Engine;
import dev.spinjvm.host.OutboundHttp;
import dev.spinjvm.host.OutboundPolicy;
import dev.spinjvm.host.SelfOrigin;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.VariableResolver;
import dev.spinjvm.trigger.ComponentLogs;
import dev.spinjvm.trigger.FollowComponents;
import dev.spinjvm.trigger.LogOptions;
import dev.spinjvm.trigger.TriggerConsole;
import dev.spinjvm.trigger.http.HttpListening;
import dev.spinjvm.trigger.http.HttpTrigger;
import dev.spinjvm.trigger.http.HttpTriggerOptions;
import dev.spinjvm.trigger.http.ListenAddress;
import dev.spinjvm.trigger.http.OutgoingHttpFactory;
import dev.spinjvm.trigger.http.StartupReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Serves the HTTP triggers of a locked app, in this process.
final class Serving implements AutoCloseable {
    private final Process process;
    private final TriggerArguments trigger;
    private final HttpArguments http;
    private final Path cache;
    /// What has to be closed, the latest first.
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final TriggerConsole console;
    private @Nullable HttpTrigger serving;

    private Serving(Process process, TriggerLine line, Path cache) {
        this.process = process;
        this.trigger = line.trigger;
        this.http = line.http;
        this.cache = cache;
        this.console = new TriggerConsole(process.err(), process.errorStyle() == Style.ANSI, process.clock());
    }

    /// Loads and compiles everything; nothing listens yet.
    ///
    static Serving prepare(Process process, TriggerLine line, Path cache, AppRun.App app) throws InterruptedException {
        line.trigger.check(process);
        Serving prepared = new Serving(process, line, cache);
        try {
            prepared.prepare(app);
            return prepared;
        } catch (RuntimeException | InterruptedException | Error e) {
            prepared.close();
            throw e;
        }
    }

    private void prepare(AppRun.App run) throws InterruptedException {
        LockedApp app = run.locked();
        Path appFolder = run.localFolder();
        RunSettings settings = RunSettings.read(process, trigger);
        VariableResolver variables = settings.variables(app);
        HttpTriggerOptions options = options(run);
        LogOptions logOptions = new LogOptions(settings.logDirectory(appFolder), trigger.truncateLogs, follow(), trigger.logPrefix);
        Engine engine = closing(settings.engine(cache));
        ComponentLogs logs = closing(ComponentLogs.open(logOptions, app.componentIds(), console));
        OutboundHttp outbound = closing(settings.outbound());
        HttpTrigger made = closing(HttpTrigger.create(app, options,
                new HttpTrigger.Services(engine, logs, console, outgoing(app, variables, outbound, console))));
        made.prepare(() -> console.info("Preparing Wasm modules is taking a few seconds..."));
        serving = made;
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /// Listens, and tells where.
    void start() {
        report(trigger().start());
    }

    /// Returns once everything under way has ended after [#stop].
    void await() throws InterruptedException {
        trigger().awaitTermination();
    }

    /// Lets the requests under way end, for a while.
    void stop(Duration drain) throws InterruptedException {
        trigger().stop(drain);
    }

    /// Tells the user why the program does not end at once.
    void announceDrain() {
        console.info("Finishing the requests under way; press Ctrl-C again to end at once.");
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot end what served the app", e);
            }
        }
    }

    private HttpTrigger trigger() {
        return Objects.requireNonNull(serving);
    }

    private HttpTriggerOptions options(AppRun.App run) {
        try {
            HttpTriggerOptions.Builder builder = HttpTriggerOptions.builder().address(ListenAddress.parse(http.listen))
                    .findFreePort(http.findFreePort).requestTimeout(http.requestTimeout);
            if (http.tlsCertificate != null && http.tlsKey != null) {
                builder.tls(http.tlsCertificate, http.tlsKey);
            }
            if (http.http1MaxBufferSize != null) {
                builder.maxHeadBytes(http.http1MaxBufferSize);
            }
            instances(builder);
            builder.mounts(run.mounts(), run.folder());
            if (http.maxConcurrentRequests != null) {
                builder.maxConcurrency(http.maxConcurrentRequests);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e.getCause());
        }
    }

    private void instances(HttpTriggerOptions.Builder builder) {
        builder.pooling(!trigger.disablePooling).writableFiles(trigger.allowTransientWrite);
        if (http.maxInstanceReuseCount != null) {
            builder.reuseCount(http.maxInstanceReuseCount);
        }
        if (http.maxInstanceConcurrentReuseCount != null) {
            builder.concurrentReuseCount(http.maxInstanceConcurrentReuseCount);
        }
        if (http.idleInstanceTimeout != null) {
            builder.idleInstanceTimeout(http.idleInstanceTimeout);
        }
    }

    private FollowComponents follow() {
        if (trigger.quiet) {
            return new FollowComponents.None();
        }
        return trigger.follow.isEmpty() ? new FollowComponents.All() : new FollowComponents.Named(new HashSet<>(trigger.follow));
    }

    private static OutgoingHttpFactory outgoing(LockedApp app, VariableResolver variables, OutboundHttp outbound, TriggerConsole console) {
        return (component, self) -> outbound.forComponent(new OutboundPolicy(variables.allowedOutboundHosts(app, component), refused -> {
            console.warning(refused.warning());
            console.info(refused.hint());
        }, () -> Optional.of(origin(self)), _ -> Optional.empty()));
    }

    private static SelfOrigin origin(Supplier<URI> self) {
        URI uri = self.get();
        return new SelfOrigin(uri.getScheme(), uri.getHost(), uri.getPort());
    }

    private void report(HttpListening listening) {
        process.out().print(switch (http.format) {
            case PLAIN -> StartupReport.plain(listening.baseUrl(), listening.routes(), process.outputStyle()::bold);
            case JSON -> StartupReport.json(listening.baseUrl(), listening.routes());
        });
        process.out().flush();
    }
}
