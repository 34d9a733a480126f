package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.LoadOptions;
import dev.spinjvm.loader.Loader;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.build.BuildOptions;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.drivers.BuildSelection;
import dev.spinjvm.trigger.guests.Precompilation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine.Unmatched;

/// `spin build`: runs the build commands of the components.
@Command(name = "build", aliases = "b", description = "Build the Spin application", sortOptions = false, optionListHeading = "%nOptions:%n", customSynopsis = "spin build [OPTIONS] [UP_ARGS]...", footer = {
    "", "Examples:", "  spin build                               build every component of the app here",
    "  spin build -c api -c worker              build these two only", "  spin build --up --listen 127.0.0.1:8080  build, then serve",
    "  spin build --build-driver api=debug      print what would be done for one of them"})
final class BuildCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = {"-f",
        "--from"}, paramLabel = "<APPLICATION>", description = "The application to build: a manifest, or a directory that holds one. Defaults to spin.toml")
    private @Nullable String from;

    @Option(names = "--file", hidden = true, paramLabel = "<FILE>")
    private @Nullable String file;

    @Option(names = "--profile", paramLabel = "<NAME>", description = "The build profile to build. Defaults to the one without a name")
    private @Nullable String profile;

    @Option(names = {"-c", "--component-id"}, paramLabel = "<ID>", description = "Build this component only; may be repeated")
    private List<String> components = new ArrayList<>();

    @Option(names = {"--skip-target-checks",
        "--skip-target-check"}, description = "Do not check that the components can run in the environments the manifest names")
    private boolean skipTargetChecks;

    @Option(names = {"--skip-generate-wits",
        "--skip-generate-wit"}, description = "Do not write the interfaces of dependencies to spin-dependencies.wit")
    private boolean skipGenerateWits;

    @Option(names = "--build-driver", paramLabel = "<NAME>", description = "Who builds: `shell`, `container` (in an image with the toolchain), `debug` (prints what would be done), or the plugin build-<NAME>; COMPONENT=NAME for one component; may be repeated [default: shell, or as SPIN_BUILD_DRIVER, the manifest or the user's settings have it]")
    private List<String> buildDrivers = new ArrayList<>();

    @Option(names = "--precompile", description = "Compile the components for this machine afterwards, so that the first start is a quick one")
    private boolean precompile;

    @Option(names = {"-u", "--up"}, description = "Run the application after building; further arguments are those of `spin up`")
    private boolean up;

    @Unmatched
    private List<String> upArguments = new ArrayList<>();

    BuildCommand(Process process) {
        this.process = process;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!up && !upArguments.isEmpty()) {
            throw new UnmatchedArgumentException(spec.commandLine(), upArguments);
        }
        ManifestDiscovery.Found found = ManifestDiscovery.find(from == null ? file : from, process.workingDirectory());
        found.notice().ifPresent(process.err()::println);
        BuildSelection selection = selection();
        Path cache = new Directories(process.environment()).orElse(null);
        boolean built;
        try (ChildProcesses children = new ChildProcesses();
                SourceAccess sources = new SourceAccess(process, new RegistryArguments(), new PullArguments(), null)) {
            Ending.ofThisProcess().atLast(children::halt);
            built = Builds.of(process, children, sources, selection).run(found.file(),
                    new BuildOptions(profile, components, !skipTargetChecks, !skipGenerateWits, cache));
            if (built && precompile) {
                precompile(found.file(), cache, sources);
            }
        }
        return built && up ? up(found.file()) : ExitCode.OK.number();
    }

    private BuildSelection selection() {
        try {
            return BuildSelection.of(buildDrivers, process.environment(), new DriverAccess(process).settings());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private void precompile(Path manifest, Path cache, SourceAccess sources) {
        try (WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
            LockedApp app = Loader.load(new AppSource.ManifestFile(process.workingDirectory().resolve(manifest).normalize()), LoadOptions
                    .of(folder.path(), cache).withProfile(profile).withSources(sources));
            int count = Precompilation.run(components.isEmpty() ? app : app.withOnly(components), cache.resolve("modules"));
            process.err().println("Compiled " + count + (count == 1 ? " component" : " components"));
        }
    }

    private int up(Path manifest) {
        List<String> line = new ArrayList<>(List.of("up", "--from-file", manifest.toString()));
        if (profile != null && upArguments.stream().noneMatch(word -> word.equals("--profile") || word.startsWith("--profile="))) {
            line.addAll(List.of("--profile", profile));
        }
        line.addAll(upArguments);
        return new Program(process).parseAndRun(line.toArray(String[]::new));
    }
}
