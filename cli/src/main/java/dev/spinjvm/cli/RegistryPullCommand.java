package dev.spinjvm.cli;

import dev.spinjvm.loader.ArtifactPull;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
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
            Digest digest = new ArtifactPull(access.cache(cacheDirectory), pull.policy(), access.parallel()).pull(name,
                    () -> access.source(name), progress.progress());
            process.err().println("Pulled " + name + (name.toString().contains("@") ? "" : "@" + digest));
        }
        process.out().println("Successfully pulled the app from the registry");
        return ExitCode.OK.number();
    }
}
