package dev.spinjvm.cli;

import dev.spinjvm.cli.ExternalTriggers.Launch;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.trigger.HostMount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A locked app with all of its triggers: the HTTP trigger in this process, others as programs of their own.
///
/// `prepare`, `start` and `close` are called by one thread; `stop` by any.
final class AppRun implements AutoCloseable {
    /// How long requests under way may take once the process was asked to end.
    private static final Duration DRAIN = Duration.ofSeconds(30);

    /// What is run.
    ///
    /// @param folder holds the app's `spin.lock`
    /// @param localFolder that of the manifest; null for an app without one
    /// @param mounts what its components are given beside their own files
    record App(LockedApp locked, Path folder, @Nullable Path localFolder, List<HostMount> mounts) {}

    /// Who runs it.
    ///
    /// @param arguments of each trigger, by its type
    /// @param externals the triggers that are other programs, by type
    record Triggers(Map<String, List<String>> arguments, Map<String, Launch> externals) {}

    private final App app;
    private final Triggers triggers;
    private final ChildProcesses children;
    private final @Nullable Serving http;
    private final Map<String, java.lang.Process> started = new LinkedHashMap<>();
    /// The exit codes of those that ended, in that order.
    private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    private AppRun(App app, Triggers triggers, ChildProcesses children, @Nullable Serving http) {
        this.app = app;
        this.triggers = triggers;
        this.children = children;
        this.http = http;
    }

    /// Makes everything ready that can be before the app is reached by anyone.
    ///
    /// @param line the arguments of the HTTP trigger; null where the app has none
    /// @param cache of compiled modules and more
    static AppRun prepare(Process process, App app, Triggers triggers, @Nullable TriggerLine line, Path cache, ChildProcesses children)
            throws InterruptedException {
        Serving http = line == null ? null : Serving.prepare(process, line, cache, app);
        return new AppRun(app, triggers, children, http);
    }

    /// Starts every trigger.
    ///
    /// @throws CommandFailure if a program cannot be started
    void start() {
        Serving serving = http;
        if (serving != null) {
            serving.start();
            Thread.ofPlatform().name("http trigger").daemon().start(() -> {
                try {
                    serving.await();
                    ended.add(ExitCode.OK.number());
                } catch (InterruptedException _) {
                    ended.add(ExitCode.FAILURE.number());
                }
            });
        }
        triggers.externals.forEach((type, launch) -> {
            java.lang.Process child = start(type, launch);
            started.put(type, child);
            child.onExit().thenAccept(exited -> ended.add(exited.exitValue()));
        });
    }

    private java.lang.Process start(String type, Launch launch) {
        List<String> words = new ArrayList<>(launch.words());
        words.addAll(triggers.arguments.getOrDefault(type, List.of()));
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().putAll(launch.environment());
        builder.environment().put("SPIN_LOCKED_URL", app.folder.resolve("spin.lock").toUri().toString());
        builder.environment().put("SPIN_WORKING_DIR", app.folder.toString());
        if (app.localFolder != null) {
            builder.environment().put("SPIN_LOCAL_APP_DIR", app.localFolder.toAbsolutePath().toString());
        }
        try {
            return children.start(builder);
        } catch (IOException e) {
            throw new CommandFailure("Failed to start trigger process", new CommandFailure("Failed to execute trigger", e));
        }
    }

    /// Waits until the first of the triggers has ended by itself, or all have because of [#stop].
    ///
    /// @return the exit code of the first
    int await() throws InterruptedException {
        int code = ended.take();
        if (isStopping()) {
            stopped.await();
        }
        return code;
    }

    /// Whether the end was asked for.
    boolean isStopping() {
        return stopping;
    }

    /// Asks for the end in good order, and tells the user why that takes a while.
    void drain() {
        try {
            if (http != null) {
                http.announceDrain();
            }
            stop(DRAIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether there is more than one trigger.
    boolean isMulti() {
        return triggers.externals.size() + (http == null ? 0 : 1) > 1;
    }

    /// Asks all triggers to end, and lets requests under way end for a while. Returns once they have.
    void stop(Duration drain) throws InterruptedException {
        stopping = true;
        try {
            Thread others = Thread.ofVirtual().start(() -> children.end(started.values()));
            if (http != null) {
                http.stop(drain);
            }
            others.join();
        } finally {
            stopped.countDown();
        }
    }

    @Override
    public void close() {
        children.end(started.values());
        if (http != null) {
            http.close();
        }
    }
}
