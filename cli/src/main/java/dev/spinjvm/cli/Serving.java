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
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Serves a locked app until the process is asked to end.
final class Serving {
    /// How long requests under way may take once the process was asked to end.
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Process process;
    private final TriggerArguments trigger;
    private final HttpArguments http;
    private final Path cache;

    Serving(Process process, TriggerArguments trigger, HttpArguments http, Path cache) {
        this.process = process;
        this.trigger = trigger;
        this.http = http;
        this.cache = cache;
    }

    /// Returns once everything under way has ended after the first signal.
    ///
    /// @param appFolder where the app's state lies; null for an app without a folder
    void run(LockedApp app, @Nullable Path appFolder, Ending ending) throws InterruptedException {
        RunSettings settings = RunSettings.read(process, trigger);
        VariableResolver variables = settings.variables(app);
        HttpTriggerOptions options = options();
        TriggerConsole console = new TriggerConsole(process.err(), process.errorStyle() == Style.ANSI, process.clock());
        LogOptions logOptions = new LogOptions(settings.logDirectory(appFolder), trigger.truncateLogs, follow(), trigger.logPrefix);
        try (Engine engine = settings.engine(cache);
                ComponentLogs logs = ComponentLogs.open(logOptions, app.componentIds(), console);
                OutboundHttp outbound = settings.outbound();
                HttpTrigger serving = HttpTrigger.create(app, options,
                        new HttpTrigger.Services(engine, logs, console, outgoing(app, variables, outbound, console)))) {
            serving.prepare(() -> console.info("Preparing Wasm modules is taking a few seconds..."));
            HttpListening listening = serving.start();
            ending.drainWith(() -> drain(serving, console));
            report(listening);
            serving.awaitTermination();
        }
    }

    private HttpTriggerOptions options() {
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
            if (http.maxConcurrentRequests != null) {
                builder.maxConcurrency(http.maxConcurrentRequests);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e.getCause());
        }
    }

    private void instances(HttpTriggerOptions.Builder builder) {
        builder.pooling(!trigger.disablePooling);
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

    private static void drain(HttpTrigger serving, TriggerConsole console) {
        try {
            console.info("Finishing the requests under way; press Ctrl-C again to end at once.");
            serving.stop(DRAIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
