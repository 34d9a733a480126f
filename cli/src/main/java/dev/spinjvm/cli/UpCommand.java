package dev.spinjvm.cli;

import dev.spinjvm.cli.ExternalTriggers.Launch;
import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.ArtifactLoad;
import dev.spinjvm.loader.ArtifactPull;
import dev.spinjvm.loader.DiagnosticRenderer;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.LoadOptions;
import dev.spinjvm.loader.Loader;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.build.BuildOptions;
import dev.spinjvm.loader.build.LastBuild;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.cache.RegistryCache;
import dev.spinjvm.plugins.bindle.BindleApp;
import dev.spinjvm.plugins.bindle.BindleClient;
import dev.spinjvm.plugins.bindle.BindleId;
import dev.spinjvm.plugins.bindle.BindleServer;
import dev.spinjvm.plugins.drivers.DriverChoice;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.Mount;
import dev.spinjvm.trigger.HostMount;
import dev.spinjvm.trigger.http.HttpTrigger;
import java.nio.file.Files;
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
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;

/// `spin up`: source → locked app → trigger.
@Command(name = "up", aliases = "u", description = "Start the Spin application", sortOptions = false, optionListHeading = "%nOptions:%n", customSynopsis = "spin up [OPTIONS] [TRIGGER OPTIONS]", footer = {
    "", "Examples:", "  spin up                                  serve the app of ./spin.toml or of a parent folder",
    "  spin up -f hello.wasm --listen [::1]:0   one component, on any free port",
    "  spin up --request-timeout 30s --quiet    end slow guests, print nothing of theirs",
    "  spin up --driver debug                   print as JSON what would be run, and run nothing"})
class UpCommand implements Callable<Integer> {
    static final String HTTP = "http";

    private final Process process;

    @Spec
    private CommandSpec spec;

    // Not a usageHelp: what follows depends on the app's triggers.
    @Option(names = {"-h", "--help"}, description = "Print help")
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

    @Option(names = "--build", description = "Build the application first, as `spin build` does; applications from a registry are built already [env: SPIN_ALWAYS_BUILD]")
    private boolean build;

    @Option(names = {"-c", "--component-id"}, paramLabel = "<ID>", description = "Run this component only; may be repeated")
    private List<String> components = new ArrayList<>();

    @ArgGroup(validate = false, heading = "%nRegistry Options:%n")
    private RegistryArguments registry = new RegistryArguments();

    @ArgGroup(validate = false)
    private PullArguments pull = new PullArguments();

    @Option(names = {"-b",
        "--bindle"}, paramLabel = "<ID>", description = "The application to run: a bindle, NAME/VERSION, of --bindle-server")
    private @Nullable String bindleId;

    @ArgGroup(validate = false, heading = "%nBindle Options:%n")
    private BindleArguments bindle = new BindleArguments();

    @ArgGroup(validate = false, heading = "%nDriver Options:%n")
    private DriverArguments drive = new DriverArguments();

    /// Arguments of the triggers.
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    /// The arguments of the HTTP trigger that were read last. They are checked before the app is loaded and used after; making their parser
    /// by reflection is much of what a start costs.
    private record HttpLine(List<String> given, TriggerLine line) {}

    private @Nullable HttpLine httpLine;

    /// What to tell about where the manifest was found.
    private @Nullable String notice;

    UpCommand(Process process) {
        this.process = process;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (help) {
            return help();
        }
        Ending ending = Ending.soon();
        DriverChoice driver = drive.choice(process);
        AppSource source = checkedSource();
        ending.ready();
        try (ChildProcesses children = new ChildProcesses();
                WorkingDirectory folder = openWorkingDirectory()) {
            ending.atLast(folder::close);
            ending.atLast(children::halt);
            if (!drive.isHere(driver)) {
                return drive(new DrivenRun(process, new DrivenRun.Wish(driver, drive.config(), mounts(), drive.dryRun)), source, folder
                        .path(), new DriverAccess(process).context(children, ending::drainWith));
            }
            HttpTrigger.warmUp();
            buildOrWarn(source, children);
            try (AppRun run = prepare(source, folder.path(), children)) {
                run.start();
                ending.drainWith(run::drain);
                int code = run.await();
                if (code != ExitCode.OK.number() && run.isMulti() && !run.isStopping()) {
                    process.out().println("A trigger exited unexpectedly. Terminating.");
                }
                return code;
            }
        }
    }

    private int drive(DrivenRun run, AppSource source, Path folder, DriverContext context) throws InterruptedException {
        buildOrWarn(source, context.children());
        LockedApp app = load(source, folder);
        if (app.triggerTypes().isEmpty()) {
            throw new CommandFailure("No triggers in app");
        }
        app.writeTo(folder.resolve("spin.lock"));
        TriggerLine http = app.triggerTypes().contains(HTTP)
                ? http(TriggerRouting.known(arguments(), app.triggerTypes().size() == 1))
                : null;
        return run.run(new DrivenRun.App(app, folder, localFolder(source), http), arguments(), context);
    }

    /// Refuses what needs another driver than the one of this program.
    ///
    /// @param command for which it cannot be
    void requireNoDriver(String command) {
        if (drive.driver != null || drive.dryRun) {
            throw new ParameterException(spec.commandLine(), "the argument '" + (drive.dryRun ? "--dry-run" : "--driver")
                    + "' cannot be used with `spin " + command + "`, which runs the app itself");
        }
    }

    private List<Mount> mounts() {
        try {
            return drive.mounts.stream().map(text -> Mount.parse(text, process.workingDirectory())).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /// The folder that the user named, or a temporary one.
    WorkingDirectory openWorkingDirectory() {
        return WorkingDirectory.open(workingDirectory, process.environment());
    }

    /// The app as this command line describes it, with everything ready that can be before it is reached by anyone.
    ///
    /// @param folder for its `spin.lock` and its assets
    AppRun prepare(AppSource source, Path folder, ChildProcesses children) throws InterruptedException {
        LockedApp app = load(source, folder);
        Set<String> types = new TreeSet<>(app.triggerTypes());
        if (types.isEmpty()) {
            throw new CommandFailure("No triggers in app");
        }
        boolean http = types.remove(HTTP);
        if (!types.isEmpty() && !drive.mounts.isEmpty()) {
            throw new CommandFailure("--mount is for components that the HTTP trigger starts; this app has triggers of other types: "
                    + String.join(", ", types));
        }
        List<Mount> mounts = mounts();
        Mount.check(mounts);
        Map<String, Launch> externals = externals(types, source);
        Map<String, List<String>> routed = new TriggerRouting(children).route(arguments(), http, externals);
        TriggerLine line = http ? http(routed.getOrDefault(HTTP, List.of())) : null;
        app.writeTo(folder.resolve("spin.lock"));
        return AppRun.prepare(process, new AppRun.App(app, folder, localFolder(source), mounts.stream().map(mount -> new HostMount(mount
                .host(),
                mount.guest(), mount.writable())).toList()), new AppRun.Triggers(routed, externals), line,
                directories().orElse(cacheDirectory), children);
    }

    /// What this command line runs, checked as far as it can be without loading it.
    AppSource checkedSource() {
        checkExclusions();
        mounts();
        ParameterException usage = null;
        try {
            http(arguments());
        } catch (ParameterException e) {
            usage = e;
        }
        if (usage != null && !isFileLike()) {
            // Options that are unknown here may be those of another trigger.
            Set<String> types = knownTriggerTypes();
            if (types.isEmpty() || types.equals(Set.of(HTTP))) {
                throw usage;
            }
        }
        AppSource source = source();
        if (notice != null) {
            process.err().println(notice);
        }
        return source;
    }

    private TriggerLine http(List<String> given) {
        HttpLine known = httpLine;
        if (known != null && known.given().equals(given)) {
            return known.line();
        }
        TriggerLine line = TriggerLine.parse(given, spec.commandLine());
        if (!line.words.isEmpty()) {
            throw new UnmatchedArgumentException(spec.commandLine(), line.words);
        }
        httpLine = new HttpLine(List.copyOf(given), line);
        return line;
    }

    private Map<String, Launch> externals(Set<String> types, AppSource source) {
        ExternalTriggers triggers = new InstalledTriggers(process);
        Map<String, Launch> found = new LinkedHashMap<>();
        for (String type : types) {
            try {
                found.put(type, triggers.find(type));
            } catch (CommandFailure e) {
                throw new CommandFailure("Couldn't find trigger executor for " + source.describe(), e);
            }
        }
        return found;
    }

    private void buildOrWarn(AppSource source, ChildProcesses children) throws InterruptedException {
        if (!(source instanceof AppSource.ManifestFile(Path file))) {
            return;
        }
        if (build) {
            try (SourceAccess sources = new SourceAccess(process, registry, pull, bindle, cacheDirectory)) {
                Builds.of(process, children, sources).run(file, BuildOptions.standard(profile, directories().orElse(cacheDirectory)));
            }
        } else {
            Path folder = file.getParent();
            LastBuild.warning(folder == null ? Path.of("") : folder, profile)
                    .ifPresent(warning -> process.err().println(process.errorStyle().boldYellow("Warning") + ": " + warning));
        }
    }

    /// The help of this command, and that of the triggers of the app, where there is one.
    private int help() throws InterruptedException {
        Set<String> types = new TreeSet<>(knownTriggerTypes());
        boolean http = types.isEmpty() || types.remove(HTTP) || types.size() > 1;
        spec.commandLine().getHelpSectionMap().put(UpHelp.TRIGGERS, usage -> http ? TriggerLine.help(usage.colorScheme()) : "");
        spec.commandLine().usage(spec.commandLine().getOut());
        if (!http) {
            UpHelp.print(new InstalledTriggers(process), types.iterator().next());
        }
        return ExitCode.OK.number();
    }

    /// The types of the app's triggers as far as they are known without loading it.
    private Set<String> knownTriggerTypes() {
        try {
            return switch (source()) {
                case AppSource.ManifestFile(Path file) -> ManifestInspection.of(file, null).manifest().triggers().keySet();
                case AppSource.BareWasm _ -> Set.of(HTTP);
                case AppSource.Registry _,AppSource.Bindle _ -> Set.of();
            };
        } catch (CommandFailure | LoadException | ParameterException _) {
            return Set.of();
        }
    }

    /// The arguments of the triggers.
    List<String> arguments() {
        return arguments;
    }

    /// Whether someone forgot the `-f` before a file.
    private boolean isFileLike() {
        return !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
    }

    private Directories directories() {
        return new Directories(process.environment());
    }

    private void checkExclusions() {
        exclude("--from", from, "--from-file", fromFile);
        exclude("--from", from, "--from-registry", fromRegistry);
        exclude("--from-file", fromFile, "--from-registry", fromRegistry);
        exclude("--from", from, "--bindle", bindleId);
        exclude("--from-file", fromFile, "--bindle", bindleId);
        exclude("--from-registry", fromRegistry, "--bindle", bindleId);
    }

    private void exclude(String option, @Nullable Object value, String other, @Nullable Object otherValue) {
        if (value != null && otherValue != null) {
            throw new ParameterException(spec.commandLine(), "the argument '" + option + "' cannot be used with '" + other + "'");
        }
    }

    /// What is to be run.
    AppSource source() {
        Path here = process.workingDirectory();
        if (bindleId != null) {
            return new AppSource.Bindle(bindleId);
        }
        if (fromRegistry != null) {
            return new AppSource.Registry(fromRegistry);
        }
        if (fromFile != null) {
            return AppSource.ofFile(fromFile, here);
        }
        if (from != null) {
            return AppSource.infer(from, here);
        }
        String missing = "Default file '" + ManifestDiscovery.DEFAULT_FILE + "' not found. ";
        if (isFileLike() && !Files.exists(here.resolve(ManifestDiscovery.DEFAULT_FILE))) {
            throw new CommandFailure(missing + "Did you mean `spin up -f " + arguments.getFirst() + "`?");
        }
        ManifestDiscovery.Found found = ManifestDiscovery.search(here).orElseThrow(() -> new CommandFailure(
                missing + "Run `spin up --from <APPLICATION>`, or `spin up --help` for usage."));
        notice = found.notice().orElse(null);
        return new AppSource.ManifestFile(here.resolve(found.file()).normalize());
    }

    private LockedApp load(AppSource source, Path folder) {
        LockedApp app = switch (source) {
            case AppSource.Registry(String reference) -> pulled(reference, folder);
            case AppSource.Bindle(String id) -> ofBindle(id, folder);
            case AppSource.ManifestFile _,AppSource.BareWasm _ -> local(source, folder);
        };
        if (!components.isEmpty()) {
            app = app.withOnly(components);
        }
        Map<String, String> added = new LinkedHashMap<>();
        environment.forEach(entry -> added.put(entry.getKey(), entry.getValue()));
        return added.isEmpty() ? app : app.withEnvironment(added);
    }

    private LockedApp local(AppSource source, Path folder) {
        try (SourceAccess sources = new SourceAccess(process, registry, pull, bindle, cacheDirectory)) {
            return Loader.load(source, LoadOptions.of(folder, directories().orElse(cacheDirectory)).withDirectMounts(directMounts)
                    .withProfile(profile).withSources(sources)
                    .onWarning(warning -> process.err().println(DiagnosticRenderer.render(warning))));
        }
    }

    private LockedApp ofBindle(String id, Path folder) {
        BindleServer server = bindle.resolve(process.environment(), registry.insecure);
        try (BindleClient client = WebAccess.bindle(server, WebAccess.connections(process, registry))) {
            RegistryCache cache = RegistryCache.at(directories().orElse(cacheDirectory), process.clock());
            return new BindleApp(client, server.url(), cache).load(BindleId.parse(id), folder);
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
