package dev.spinjvm.cli;

import dev.spinjvm.loader.ArtifactPush;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.cache.RegistryCache;
import dev.spinjvm.plugins.bindle.BindleApp;
import dev.spinjvm.plugins.bindle.BindleClient;
import dev.spinjvm.plugins.bindle.BindleId;
import dev.spinjvm.plugins.bindle.BindleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `spin bindle2oci`: copies an application from a Bindle server to a registry (SIP 008).
@Command(name = "bindle2oci", description = "Copy an application from a Bindle server to a registry", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin bindle2oci --bindle-server http://localhost:8080/v1 --bindle shop/1.0.0 --oci ghcr.io/me/shop:1.0.0"})
final class BindleToOciCommand implements Callable<Integer> {
    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = {"-b", "--bindle"}, required = true, paramLabel = "<ID>", description = "The bindle: NAME/VERSION")
    private String bindle = "";

    @Option(names = "--oci", required = true, paramLabel = "<REFERENCE>", description = "Where to store it: registry/repository[:tag], or oci:<folder>[:tag]")
    private String reference = "";

    @Option(names = "--cache-dir", paramLabel = "<DIR>", description = "Cache directory for what the bindle holds")
    private @Nullable Path cacheDirectory;

    @Mixin
    private BindleArguments arguments = new BindleArguments();

    @Mixin
    private RegistryArguments registry = new RegistryArguments();

    BindleToOciCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() throws IOException {
        BindleServer server = arguments.resolve(process.environment(), registry.insecure);
        try (RegistryAccess access = new RegistryAccess(process, registry);
                WorkingDirectory folder = WorkingDirectory.open(null, process.environment());
                BindleClient client = WebAccess.bindle(server, WebAccess.connections(process, registry));
                TransferProgress progress = new TransferProgress(process, "Pushing")) {
            RegistryCache cache = access.cache(cacheDirectory);
            ArtifactName name = access.name(reference);
            Repository target = access.target(name);
            // What the bindle holds must not be cleared away before it is pushed.
            try (FileMutex _ = cache.use()) {
                LockedApp app = new BindleApp(client, server.url(), cache).load(BindleId.parse(bindle), folder.path());
                Digest digest = new ArtifactPush(target, access.parallel(), progress.progress()).push(app, name.selector(), Files
                        .createDirectory(folder.path().resolve("layers")), new ArtifactPush.Options(false, Map.of(), process.clock()
                                .instant(), List.of(), null));
                process.out().println("Pushed with digest " + digest);
            }
        }
        return ExitCode.OK.number();
    }
}
