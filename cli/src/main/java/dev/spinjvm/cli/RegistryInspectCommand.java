package dev.spinjvm.cli;

import dev.spinjvm.loader.ArtifactSummary;
import dev.spinjvm.oci.ArtifactName;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `spin registry inspect`: what an artifact consists of.
@Command(name = "inspect", description = "Show the components, layers and annotations of an application in a registry", sortOptions = false, optionListHeading = "%nOptions:%n")
final class RegistryInspectCommand implements Callable<Integer> {
    private enum Format {
        PLAIN, JSON
    }

    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(paramLabel = "<REFERENCE>", description = "registry/repository[:tag][@digest], or oci:<folder>[:tag]")
    private String reference = "";

    @Option(names = "--format", paramLabel = "<plain|json>", description = "How to print it")
    private Format format = Format.PLAIN;

    @Option(names = "--cache-dir", paramLabel = "<DIR>", description = "Cache directory")
    private @Nullable Path cacheDirectory;

    @Mixin
    private RegistryArguments registry = new RegistryArguments();

    RegistryInspectCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        try (RegistryAccess access = new RegistryAccess(process, registry)) {
            ArtifactName name = access.name(reference);
            ArtifactSummary summary = ArtifactSummary.of(name, access.source(name), access.cache(cacheDirectory));
            switch (format) {
                case PLAIN -> process.out().print(summary.toText());
                case JSON -> process.out().println(summary.toJson());
            }
        }
        return ExitCode.OK.number();
    }
}
