package dev.spinjvm.cli;

import dev.spinjvm.loader.ArtifactLoad;
import dev.spinjvm.loader.ArtifactPull;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.PullPolicy;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.cache.RegistryCache;
import dev.spinjvm.trigger.guests.Precompilation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `spin registry pull`: registry → cache.
@Command(name = "pull", description = "Get an application from a registry into the cache", sortOptions = false, optionListHeading = "%nOptions:%n")
final class RegistryPullCommand implements Callable<Integer> {
    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(paramLabel = "<REFERENCE>", description = "registry/repository[:tag][@digest], or oci:<folder>[:tag]")
    private String reference = "";

    @Option(names = "--cache-dir", paramLabel = "<DIR>", description = "Cache directory")
    private @Nullable Path cacheDirectory;

    @Option(names = "--precompile", description = "Compile the components now, so that the first start is a quick one")
    private boolean precompile;

    @Mixin
    private PullArguments pull = new PullArguments();

    @Mixin
    private RegistryArguments registry = new RegistryArguments();

    RegistryPullCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        try (RegistryAccess access = new RegistryAccess(process, registry);
                TransferProgress progress = new TransferProgress(process, "Pulling")) {
            ArtifactName name = access.name(reference);
            RegistryCache cache = access.cache(cacheDirectory);
            Digest digest = new ArtifactPull(cache, pull.policy(), access.parallel()).pull(name,
                    () -> access.source(name), progress.progress());
            process.err().println("Pulled " + name + (name.toString().contains("@") ? "" : "@" + digest));
            if (precompile) {
                precompile(access, cache, name);
            }
        }
        process.out().println("Successfully pulled the app from the registry");
        return ExitCode.OK.number();
    }

    /// From the cache: everything was pulled just now.
    private void precompile(RegistryAccess access, RegistryCache cache, ArtifactName name) {
        try (WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
            ArtifactPull again = new ArtifactPull(cache, PullPolicy.MISSING, access.parallel());
            LockedApp app = new ArtifactLoad(cache, again).load(name, () -> access.source(name), folder.path(), Progress.of("Pulling"));
            Path modules = new Directories(process.environment()).orElse(cacheDirectory).resolve("modules");
            int count = Precompilation.run(app, modules);
            process.err().println("Compiled " + count + (count == 1 ? " component" : " components"));
        }
    }
}
