package dev.spinjvm.cli;

import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.loader.watch.AppWatch;
import dev.spinjvm.loader.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/// `spin watch`: builds and runs an app, and does so again when its files change.
@Command(name = "watch", aliases = "w", description = "Build and run the Spin application, rebuilding and restarting it when files change", sortOptions = false, optionListHeading = "%nOptions:%n", customSynopsis = "spin watch [OPTIONS] [UP_ARGS]...", footer = {
    "", "Examples:", "  spin watch                           build, serve, and again after each change",
    "  spin watch --listen 127.0.0.1:8080   further arguments are those of `spin up`",
    "  spin watch --skip-build              serve again when what was built changes"})
final class WatchCommand implements Callable<Integer> {
    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = {"-f",
        "--from"}, paramLabel = "<APPLICATION>", description = "The application to watch: a manifest, or a directory that holds one. Defaults to spin.toml")
    private @Nullable String from;

    @Option(names = "--file", hidden = true, paramLabel = "<FILE>")
    private @Nullable String file;

    @Option(names = "--profile", paramLabel = "<NAME>", description = "The build profile to build and run. Defaults to the one without a name")
    private @Nullable String profile;

    @Option(names = {"-c", "--clear"}, description = "Clear the screen before each run")
    private boolean clear;

    @Option(names = {"-d",
        "--debounce"}, paramLabel = "<MS>", defaultValue = "100", description = "Milliseconds between the last change and what is done about it [default: 100]")
    private int debounce;

    @Option(names = "--skip-build", description = "Only run the application, and start it anew when what was built changes")
    private boolean skipBuild;

    @Unmatched
    private List<String> upArguments = new ArrayList<>();

    WatchCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        ManifestDiscovery.Found found = ManifestDiscovery.find(from == null ? file : from, process.workingDirectory());
        found.notice().ifPresent(process.err()::println);
        Path manifest = found.file();
        Ending ending = Ending.ofThisProcess();
        boolean assets = !upArguments.contains("--direct-mounts");
        try (ChildProcesses children = new ChildProcesses();
                WatchedApp app = new WatchedApp(process, manifest, profile, clear, upArguments, children, ending)) {
            ending.atLast(children::halt);
            app.check();
            AppWatch watch = new AppWatch(manifest, new WatchOptions(profile, Duration.ofMillis(debounce), !skipBuild, assets), app);
            ending.drainWith(watch::stop);
            watch.run();
        } catch (InterruptedException _) {
            // The user has seen enough.
        }
        return ExitCode.OK.number();
    }
}
