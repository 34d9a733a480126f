package dev.spinjvm.cli;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.build.BuildOptions;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.loader.watch.WatchActions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The app under `spin watch`, in this process. A new one is made ready while the old one still answers.
final class WatchedApp implements WatchActions, AutoCloseable {
    /// How long requests under way keep the next version waiting.
    private static final Duration DRAIN = Duration.ofMillis(300);
    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

    private final Process process;
    private final Path manifest;
    private final @Nullable String profile;
    private final boolean clear;
    private final List<String> upArguments;
    private final ChildProcesses children;
    private final Ending ending;
    private @Nullable Running running;
    private boolean cleared;

    /// @param forget takes the removal of the folder back
    private record Running(AppRun run, WorkingDirectory folder, Runnable forget) {}

    WatchedApp(Process process, Path manifest, @Nullable String profile, boolean clear, List<String> upArguments, ChildProcesses children,
            Ending ending) {
        this.process = process;
        this.manifest = manifest;
        this.profile = profile;
        this.clear = clear;
        this.upArguments = upArguments;
        this.children = children;
        this.ending = ending;
    }

    /// Refuses arguments that `spin up` would refuse each time.
    void check() {
        UpCommand up = up();
        up.requireNoDriver("watch");
        up.checkedSource();
    }

    @Override
    public boolean build() throws InterruptedException {
        try {
            try (SourceAccess sources = new SourceAccess(process, new RegistryArguments(), new PullArguments(), null)) {
                Builds.of(process, children, sources).run(manifest,
                        BuildOptions.standard(profile, new Directories(process.environment()).orElse(null)));
            }
            return true;
        } catch (LoadException e) {
            new ErrorReport(process).print(e);
            return false;
        }
    }

    @Override
    public void restart() throws InterruptedException {
        if (!cleared) {
            begin();
        }
        cleared = false;
        UpCommand up = up();
        WorkingDirectory folder = up.openWorkingDirectory();
        Runnable forget = ending.atLast(folder::close);
        AppRun next = null;
        try {
            next = up.prepare(up.checkedSource(), folder.path(), children);
            end();
            next.start();
            running = new Running(next, folder, forget);
            next = null;
        } catch (RuntimeException e) {
            new ErrorReport(process).print(e);
        } finally {
            if (running == null || running.folder() != folder) {
                end(next, folder, forget);
            }
        }
    }

    /// Clears the screen where somebody looks at it.
    @Override
    public void begin() {
        if (clear && process.outIsTerminal()) {
            process.out().print(CLEAR);
            process.out().flush();
        }
        cleared = true;
    }

    @Override
    public void tell(String text) {
        process.err().println(text);
    }

    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() throws InterruptedException {
        Running old = running;
        running = null;
        if (old == null) {
            return;
        }
        try {
            old.run().stop(DRAIN);
        } finally {
            end(old.run(), old.folder(), old.forget());
        }
    }

    private static void end(@Nullable AppRun run, WorkingDirectory folder, Runnable forget) {
        try {
            if (run != null) {
                run.close();
            }
        } finally {
            folder.close();
            forget.run();
        }
    }

    private UpCommand up() {
        List<String> line = new ArrayList<>(List.of("up", "--from-file", manifest.toString()));
        if (profile != null) {
            line.addAll(List.of("--profile", profile));
        }
        line.addAll(upArguments);
        CommandLine root = new Program(process).commandLine(List.of(Commands.called("up").orElseThrow()), Parsers.ready());
        return root.parseArgs(line.toArray(String[]::new)).subcommand().commandSpec().userObject() instanceof UpCommand up
                ? up
                : unreachable();
    }

    private static UpCommand unreachable() {
        throw new IllegalStateException("`spin up` is gone");
    }
}
