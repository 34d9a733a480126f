package dev.spinjvm.cli;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.drivers.Mount;
import dev.spinjvm.trigger.HostMount;
import dev.spinjvm.trigger.guests.Compositions;
import dev.spinjvm.trigger.http.HttpTrigger;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;

/// `spin trigger http`: the HTTP trigger as a program of its own, for others that bring a locked app; not in the help.
@Command(name = "trigger", hidden = true, description = "Run a trigger of this program on a locked application", sortOptions = false, synopsisSubcommandLabel = "<TRIGGER>")
final class TriggerCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    static CommandGroup create(Process process) {
        return CommandGroup.of(new TriggerCommand(), new Http(process));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a trigger is required, such as 'spin trigger http'");
    }

    /// The HTTP trigger.
    @Command(name = "http", description = "Serve the http triggers of the locked application that SPIN_LOCKED_URL names", sortOptions = false, optionListHeading = "%nOptions:%n", customSynopsis = "spin trigger http [OPTIONS]")
    static final class Http implements Callable<Integer> {
        private final Process process;

        @Spec
        private CommandSpec spec;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        boolean help;

        @Option(names = "--help-args-only", description = "Print the options of the trigger")
        private boolean helpArgsOnly;

        @Option(names = "--launch-metadata-only", description = "Print the names of the options of the trigger as JSON to stderr")
        private boolean launchMetadataOnly;

        @Option(names = "--precompose-only", hidden = true)
        private boolean precomposeOnly;

        @Option(names = "--precompose-component-id", hidden = true, paramLabel = "<ID>")
        private @Nullable String precomposeComponent;

        @Option(names = "--mount", paramLabel = "<HOST:GUEST[:ro|rw]>", description = "Give all components a folder or file; may be repeated")
        private List<String> mounts = new ArrayList<>();

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        Http(Process process) {
            this.process = process;
            this.spec = CommandSpec.create();
        }

        @Override
        public Integer call() throws InterruptedException {
            if (helpArgsOnly) {
                process.out().print(TriggerLine.help(spec.commandLine().getColorScheme()));
                return ExitCode.OK.number();
            }
            if (launchMetadataOnly) {
                process.err().println(metadata(TriggerLine.names()));
                return ExitCode.OK.number();
            }
            if (precomposeOnly) {
                return precompose();
            }
            TriggerLine line = TriggerLine.parse(arguments, spec.commandLine());
            if (!line.words.isEmpty()) {
                throw new UnmatchedArgumentException(spec.commandLine(), line.words);
            }
            HttpTrigger.warmUp();
            Path folder = Path.of(variable("SPIN_WORKING_DIR"));
            LockedApp app = locked(variable("SPIN_LOCKED_URL"));
            String local = process.environment().get("SPIN_LOCAL_APP_DIR");
            Path appFolder = local == null || local.isEmpty() ? null : Path.of(local);
            Path cache = new Directories(process.environment()).orElse(null);
            Ending ending = Ending.ofThisProcess();
            try (ChildProcesses children = new ChildProcesses();
                    AppRun run = AppRun.prepare(process, new AppRun.App(app, folder, appFolder, hostMounts()),
                            new AppRun.Triggers(Map.of(), Map.of()), line, cache, children)) {
                run.start();
                ending.drainWith(run::drain);
                return run.await();
            }
        }

        /// Prints one component with all that it depends on, as whoever pushes the application asks every trigger to.
        private int precompose() {
            if (precomposeComponent == null) {
                throw new CommandFailure("got --precompose-only but no --precompose-component-id");
            }
            LockedComponent component = locked(variable("SPIN_LOCKED_URL")).components().stream().filter(known -> known.id().equals(
                    precomposeComponent)).findFirst().orElseThrow(() -> new CommandFailure(
                            "--precompose-component-id: component does not exist"));
            byte[] composed;
            try {
                composed = Compositions.compose(component);
            } catch (LoadException e) {
                throw new CommandFailure("failed to precompose component " + precomposeComponent, e);
            }
            process.out().write(composed, 0, composed.length);
            process.out().flush();
            return ExitCode.OK.number();
        }

        private List<HostMount> hostMounts() {
            List<Mount> given;
            try {
                given = mounts.stream().map(text -> Mount.parse(text, process.workingDirectory())).toList();
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
            }
            Mount.check(given);
            return given.stream().map(mount -> new HostMount(mount.host(), mount.guest(), mount.writable())).toList();
        }

        private String variable(String name) {
            @Nullable
            String value = process.environment().get(name);
            if (value == null || value.isEmpty()) {
                throw new CommandFailure(name, new CommandFailure("environment variable not found"));
            }
            return value;
        }

        private static LockedApp locked(String url) {
            String failed = "Failed to load app from \"" + url + "\"";
            try {
                return LockedApp.fromJson(Files.readAllBytes(Path.of(URI.create(url))));
            } catch (IOException | IllegalArgumentException | LoadException e) {
                throw new CommandFailure(failed, e);
            }
        }

        /// One flag for each name: who asks compares names only.
        private static String metadata(Set<String> names) {
            List<String> flags = new ArrayList<>();
            for (String name : new TreeSet<>(names)) {
                flags.add("{\"" + (name.startsWith("--") ? "long" : "short") + "\":\"" + name + "\"}");
            }
            return "{\"all_flags\":[" + String.join(",", flags) + "]}";
        }
    }
}
