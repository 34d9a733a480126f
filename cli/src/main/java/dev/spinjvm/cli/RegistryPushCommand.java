package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.ArtifactPush;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.trigger.guests.Compositions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `spin registry push`: locked app → layers → registry.
@Command(name = "push", aliases = "publish", description = "Store the application in a registry", sortOptions = false, optionListHeading = "%nOptions:%n")
final class RegistryPushCommand implements Callable<Integer> {
    /// Folders of assets as one layer each. Its presence counts, whatever its value.
    private static final String ARCHIVES = "SPIN_OCI_ARCHIVE_LAYERS";

    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(paramLabel = "<REFERENCE>", description = "Where to store it: registry/repository[:tag], or oci:<folder>[:tag]")
    private String reference = "";

    @Mixin
    private LocalApp local = new LocalApp();

    @Option(names = "--build", description = "Build the application before pushing it [env: SPIN_ALWAYS_BUILD]")
    private boolean build;

    @Option(names = "--annotation", paramLabel = "<NAME=VALUE>", converter = Converters.Pair.class, description = "An annotation of the manifest; may be repeated")
    private List<Map.Entry<String, String>> annotations = new ArrayList<>();

    @Option(names = "--compose", arity = "0..1", fallbackValue = "true", defaultValue = "true", negatable = true, paramLabel = "<true|false>", description = "Store components composed with their dependencies; the default")
    boolean compose;

    @Option(names = "--mount-from", paramLabel = "<REPOSITORY>", description = "A repository of the same registry that may hold some layers already; may be repeated")
    private List<String> mountFrom = new ArrayList<>();

    @Mixin
    private PullArguments pull = new PullArguments();

    @Mixin
    private RegistryArguments registry = new RegistryArguments();

    RegistryPushCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        AppSource source = local.source(process, "spin registry push --from <APPLICATION> <REFERENCE>");
        AppPush push = new AppPush(process, local, pull, registry);
        if (source instanceof AppSource.ManifestFile(Path file)) {
            push.build(file, build);
        }
        try (RegistryAccess access = new RegistryAccess(process, registry);
                WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
            ArtifactName name = access.name(reference);
            process.out().println("Pushed with digest " + push.push(source, access, name, folder.path(), options()).digest());
        }
        return ExitCode.OK.number();
    }

    private ArtifactPush.Options options() {
        Map<String, String> explicit = new TreeMap<>();
        annotations.forEach(entry -> explicit.put(entry.getKey(), entry.getValue()));
        return new ArtifactPush.Options(process.environment().containsKey(ARCHIVES), explicit, process.clock().instant(), mountFrom,
                compose ? Compositions::compose : null);
    }
}
