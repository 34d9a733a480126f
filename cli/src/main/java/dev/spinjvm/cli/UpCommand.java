package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.ArtifactLoad;
import dev.spinjvm.loader.ArtifactPull;
import dev.spinjvm.loader.DiagnosticRenderer;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.LoadOptions;
import dev.spinjvm.loader.Loader;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.cache.RegistryCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `spin up`: source → locked app → trigger.
@Command(name = "up", aliases = "u", description = "Start the Spin application", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin up                                  serve the app of ./spin.toml or of a parent folder",
    "  spin up -f hello.wasm --listen [::1]:0   one component, on any free port",
    "  spin up --request-timeout 30s --quiet    end slow guests, print nothing of theirs"})
class UpCommand implements Callable<Integer> {
    private static final String HTTP = "http";

    private final Process process;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = {"-f",
        "--from"}, paramLabel = "<APPLICATION>", description = "The application to run: a manifest (spin.toml), a directory that holds one, a Wasm component (.wasm), or a reference to a registry. Defaults to spin.toml")
    private @Nullable String from;

    @Option(names = {"--from-file", "--file"}, hidden = true, paramLabel = "<FILE>")
    private @Nullable String fromFile;

    @Option(names = "--from-registry", hidden = true, paramLabel = "<REFERENCE>")
    private @Nullable String fromRegistry;

    @Option(names = "--profile", paramLabel = "<NAME>", description = "The build profile to run")
    private @Nullable String profile;

    @Option(names = {"-e",
        "--env"}, paramLabel = "<NAME=VALUE>", converter = Converters.Pair.class, description = "Pass an environment variable to all components; may be repeated")
    private List<Map.Entry<String, String>> environment = new ArrayList<>();

    @Option(names = {"--temp",
        "--tmp"}, paramLabel = "<DIR>", description = "Directory for the locked application and the static assets of the components. Defaults to a temporary one")
    private @Nullable Path workingDirectory;

    @Option(names = "--cache-dir", paramLabel = "<DIR>", description = "Cache directory for compiled components")
    private @Nullable Path cacheDirectory;

    @Option(names = "--direct-mounts", description = "Mount the directories of the manifest themselves instead of copies")
    private boolean directMounts;

    @Option(names = {"-c", "--component-id"}, paramLabel = "<ID>", description = "Run this component only; may be repeated")
    private List<String> components = new ArrayList<>();

    @ArgGroup(validate = false, heading = "%nRegistry Options:%n")
    private RegistryArguments registry = new RegistryArguments();

    @ArgGroup(validate = false)
    private PullArguments pull = new PullArguments();

    @ArgGroup(validate = false, heading = "%nTrigger Options:%n")
    private TriggerArguments trigger = new TriggerArguments();

    @ArgGroup(validate = false, heading = "%nHTTP Trigger Options:%n")
    private HttpArguments http = new HttpArguments();

    UpCommand(Process process) {
        this.process = process;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws InterruptedException {
        checkExclusions();
        AppSource source = source();
        Ending ending = Ending.ofThisProcess();
        try (WorkingDirectory folder = WorkingDirectory.open(workingDirectory, process.environment())) {
            ending.atLast(folder::close);
            LockedApp app = load(source, folder.path());
            requireHttpOnly(app);
            app.writeTo(folder.path().resolve("spin.lock"));
            new Serving(process, trigger, http, directories().orElse(cacheDirectory)).run(app, localFolder(source), ending);
        }
        return ExitCode.OK.number();
    }

    private Directories directories() {
        return new Directories(process.environment());
    }

    private void checkExclusions() {
        exclude("--from", from, "--from-file", fromFile);
        exclude("--from", from, "--from-registry", fromRegistry);
        exclude("--from-file", fromFile, "--from-registry", fromRegistry);
        exclude("--quiet", trigger.quiet ? "" : null, "--follow", trigger.follow.isEmpty() ? null : "");
        if ((http.tlsCertificate == null) != (http.tlsKey == null)) {
            throw new ParameterException(spec.commandLine(), "--tls-cert and --tls-key are needed together; "
                    + (http.tlsKey == null ? "--tls-key" : "--tls-cert") + " is missing");
        }
    }

    private void exclude(String option, @Nullable Object value, String other, @Nullable Object otherValue) {
        if (value != null && otherValue != null) {
            throw new ParameterException(spec.commandLine(), "the argument '" + option + "' cannot be used with '" + other + "'");
        }
    }

    /// What is to be run.
    AppSource source() {
        Path here = process.workingDirectory();
        if (fromRegistry != null) {
            return new AppSource.Registry(fromRegistry);
        }
        if (fromFile != null) {
            return AppSource.ofFile(fromFile, here);
        }
        if (from != null) {
            return AppSource.infer(from, here);
        }
        ManifestDiscovery.Found found = ManifestDiscovery.search(here).orElseThrow(() -> new CommandFailure(
                "Default file 'spin.toml' not found. Run `spin up --from <APPLICATION>`, or `spin up --help` for usage."));
        found.notice().ifPresent(process.err()::println);
        return new AppSource.ManifestFile(here.resolve(found.file()).normalize());
    }

    private LockedApp load(AppSource source, Path folder) {
        LockedApp app = source instanceof AppSource.Registry(String reference) ? pulled(reference, folder) : local(source, folder);
        if (!components.isEmpty()) {
            app = app.withOnly(components);
        }
        Map<String, String> added = new LinkedHashMap<>();
        environment.forEach(entry -> added.put(entry.getKey(), entry.getValue()));
        return added.isEmpty() ? app : app.withEnvironment(added);
    }

    private LockedApp local(AppSource source, Path folder) {
        try (SourceAccess sources = new SourceAccess(process, registry, pull, cacheDirectory)) {
            return Loader.load(source, LoadOptions.of(folder, directories().orElse(cacheDirectory)).withDirectMounts(directMounts)
                    .withProfile(profile).withSources(sources)
                    .onWarning(warning -> process.err().println(DiagnosticRenderer.render(warning))));
        }
    }

    private LockedApp pulled(String reference, Path folder) {
        try (RegistryAccess access = new RegistryAccess(process, registry);
                TransferProgress progress = new TransferProgress(process, "Pulling")) {
            ArtifactName name = access.name(reference);
            RegistryCache cache = access.cache(cacheDirectory);
            return new ArtifactLoad(cache, new ArtifactPull(cache, pull.policy(), access.parallel())).load(name,
                    () -> access.source(name), folder, progress.progress());
        }
    }

    private static void requireHttpOnly(LockedApp app) {
        Set<String> types = new TreeSet<>(app.triggerTypes());
        if (types.isEmpty()) {
            throw new CommandFailure("No triggers in app");
        }
        types.remove(HTTP);
        if (!types.isEmpty()) {
            throw new LoadException("No built-in trigger named '" + types.iterator().next()
                    + "': this version of Spin runs http triggers. Choose the components that have one with -c");
        }
    }

    /// The folder of the manifest, as the user would write it from here; a bare component has none, and so no state beside it.
    private @Nullable Path localFolder(AppSource source) {
        if (!(source instanceof AppSource.ManifestFile(Path file))) {
            return null;
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        boolean absolute = from != null && Path.of(from).isAbsolute() || fromFile != null && Path.of(fromFile).isAbsolute();
        return folder == null || absolute ? folder : process.workingDirectory().relativize(folder);
    }
}
