package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.ArtifactPush;
import dev.spinjvm.loader.DiagnosticRenderer;
import dev.spinjvm.loader.LoadOptions;
import dev.spinjvm.loader.Loader;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Option(names = {"-f", "--from",
        "--file"}, paramLabel = "<APPLICATION>", description = "The manifest, or a directory that holds one. Defaults to spin.toml")
    private @Nullable String from;

    @Option(names = "--profile", paramLabel = "<NAME>", description = "The build profile to push")
    private @Nullable String profile;

    @Option(names = "--annotation", paramLabel = "<NAME=VALUE>", converter = Converters.Pair.class, description = "An annotation of the manifest; may be repeated")
    private List<Map.Entry<String, String>> annotations = new ArrayList<>();

    // The loader refuses components with dependencies, so that composing changes nothing so far.
    @Option(names = "--compose", arity = "0..1", fallbackValue = "true", defaultValue = "true", negatable = true, paramLabel = "<true|false>", description = "Store components composed with their dependencies; the default")
    boolean compose;

    @Option(names = "--mount-from", paramLabel = "<REPOSITORY>", description = "A repository of the same registry that may hold some layers already; may be repeated")
    private List<String> mountFrom = new ArrayList<>();

    @Option(names = "--cache-dir", paramLabel = "<DIR>", description = "Cache directory for downloaded components")
    private @Nullable Path cacheDirectory;

    @Mixin
    private PullArguments pull = new PullArguments();

    @Mixin
    private RegistryArguments registry = new RegistryArguments();

    RegistryPushCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() throws IOException {
        AppSource source = source();
        try (RegistryAccess access = new RegistryAccess(process, registry);
                WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
            ArtifactName name = access.name(reference);
            LockedApp app = load(source, folder.path());
            Repository target = access.target(name);
            Digest digest;
            try (TransferProgress progress = new TransferProgress(process, "Pushing")) {
                digest = new ArtifactPush(target, access.parallel(), progress.progress()).push(app, name.selector(),
                        Files.createDirectory(folder.path().resolve("layers")), options());
            }
            process.out().println("Pushed with digest " + digest);
        }
        return ExitCode.OK.number();
    }

    private LockedApp load(AppSource source, Path folder) {
        try (SourceAccess sources = new SourceAccess(process, registry, pull, cacheDirectory)) {
            return Loader.load(source, LoadOptions.of(folder, new Directories(process.environment()).orElse(cacheDirectory))
                    .withProfile(profile).withSources(sources)
                    .onWarning(warning -> process.err().println(DiagnosticRenderer.render(warning))));
        }
    }

    private ArtifactPush.Options options() {
        Map<String, String> explicit = new TreeMap<>();
        annotations.forEach(entry -> explicit.put(entry.getKey(), entry.getValue()));
        return new ArtifactPush.Options(process.environment().containsKey(ARCHIVES), explicit, process.clock().instant(), mountFrom);
    }

    private AppSource source() {
        Path here = process.workingDirectory();
        if (from != null) {
            return AppSource.ofFile(from, here);
        }
        ManifestDiscovery.Found found = ManifestDiscovery.search(here).orElseThrow(() -> new CommandFailure(
                "Default file 'spin.toml' not found. Run `spin registry push --from <APPLICATION> <REFERENCE>`."));
        found.notice().ifPresent(process.err()::println);
        return new AppSource.ManifestFile(here.resolve(found.file()).normalize());
    }
}
