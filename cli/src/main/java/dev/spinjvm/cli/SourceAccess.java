package dev.spinjvm.cli;

import dev.spinjvm.loader.FetchedSource;
import dev.spinjvm.loader.RemoteSource;
import dev.spinjvm.loader.SourceFetcher;
import dev.spinjvm.loader.sources.RemoteSources;
import dev.spinjvm.loader.targets.Documents;
import dev.spinjvm.plugins.bindle.BindleClient;
import dev.spinjvm.plugins.bindle.BindleException;
import dev.spinjvm.plugins.bindle.BindleParcels;
import dev.spinjvm.plugins.bindle.BindleServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gets code that a manifest names somewhere else, as one command line describes; costs nothing where there is none.
final class SourceAccess implements SourceFetcher, Documents, AutoCloseable {
    private final Process process;
    private final RegistryArguments registry;
    private final PullArguments pull;
    private final BindleArguments bindle;
    private final @Nullable Path cacheDirectory;
    private @Nullable RegistryAccess access;
    private @Nullable TransferProgress progress;
    private @Nullable RemoteSources sources;

    /// For a command that has no options for Bindle servers.
    SourceAccess(Process process, RegistryArguments registry, PullArguments pull, @Nullable Path cacheDirectory) {
        this(process, registry, pull, new BindleArguments(), cacheDirectory);
    }

    SourceAccess(Process process, RegistryArguments registry, PullArguments pull, BindleArguments bindle, @Nullable Path cacheDirectory) {
        this.process = process;
        this.registry = registry;
        this.pull = pull;
        this.bindle = bindle;
        this.cacheDirectory = cacheDirectory;
    }

    @Override
    public FetchedSource fetch(RemoteSource source) {
        return opened().fetch(source);
    }

    @Override
    public Optional<byte[]> document(URI uri, int limit) {
        return opened().document(uri, limit);
    }

    private BindleClient bindle() {
        BindleServer server = bindle.find(process.environment(), registry.insecure).orElseThrow(() -> new BindleException(
                "the component requires a Bindle connection but none was specified: set BINDLE_SERVER_URL, or name the server with"
                        + " --bindle-server where the command has it"));
        return WebAccess.bindle(server, WebAccess.connections(process, registry));
    }

    private synchronized RemoteSources opened() {
        if (sources == null) {
            var opened = new RegistryAccess(process, registry);
            var drawn = new TransferProgress(process, "Fetching");
            access = opened;
            progress = drawn;
            sources = opened.sources(opened.cache(cacheDirectory), pull.policy(), drawn.progress(), new BindleParcels(this::bindle));
        }
        return sources;
    }

    @Override
    public synchronized void close() {
        if (progress != null) {
            progress.close();
        }
        if (sources != null) {
            sources.close();
        }
        if (access != null) {
            access.close();
        }
    }
}
