package dev.spinjvm.loader.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.spinjvm.loader.LoadException;
import org.jspecify.annotations.Nullable;

/// Builds and runs an application, and does so again when its files change.
///
/// Events of the file system only say when to look: what has changed is decided by comparing how the files are with how they were before the
/// last build or start. So nothing is missed that changes while something else is done, and many changes at once are one.
///
/// A build may write files that it is watched for. Files that were changed while a build ran are therefore looked into: if their content is
/// another, the application is built again before it is started, at most [#MOST_REPEATS] times in a row.
public final class AppWatch {
    private static final int MOST_REPEATS = 3;
    private static final Duration FOREVER = Duration.ofDays(1);
    /// How often the debounce time may pass while files keep changing.
    private static final int LONGEST_BURST = 50;

    private final WatchOptions options;
    private final WatchActions actions;
    private final Path manifest;
    private WatchedFiles watched;
    private String manifestContent;
    private Snapshot sources;
    private Snapshot artifacts;
    private String startedManifest = "";
    /// What builds have changed: who changes it while a build runs is not necessarily a person.
    private final Set<Path> outputs = new HashSet<>();
    private boolean restartDue;
    private boolean knowsOutputs;
    private int repeats;
    private volatile boolean stopped;
    private volatile @Nullable Thread runner;

    /// @param manifest the application's
    /// @throws LoadException if it cannot be read
    public AppWatch(Path manifest, WatchOptions options, WatchActions actions) {
        this.manifest = manifest.toAbsolutePath().normalize();
        this.options = options;
        this.actions = actions;
        this.manifestContent = Snapshot.digest(this.manifest);
        this.watched = WatchedFiles.of(this.manifest, options.profile(), options.assets());
        this.sources = Snapshot.of(sourcePatterns());
        this.artifacts = new Snapshot(Map.of(), Set.of());
        tellUnwatched();
    }

    /// Ends [#run], from another thread.
    public void stop() {
        stopped = true;
        Thread thread = runner;
        if (thread != null) {
            thread.interrupt();
        }
    }

    // Whoever is interrupted while loading or building may take it for a failure.
    private void checkStopped() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException();
        }
    }

    /// Runs until it is stopped, or this thread is interrupted.
    public void run() throws InterruptedException {
        runner = Thread.currentThread();
        try (var signal = new ChangeSignal()) {
            boolean ready = !options.build() || build(signal);
            while (!ready) {
                awaitSources(signal);
                ready = build(signal);
            }
            restart();
            while (true) {
                awaitAny(signal);
                boolean built = !options.build() || !hasSourceChanges() || build(signal);
                if (!built && !manifestContent.equals(startedManifest)) {
                    // What is wrong has been told; the next build that succeeds is started with it.
                    startedManifest = manifestContent;
                    restartDue = true;
                }
                if (hasArtifactChanges() || built && restartDue) {
                    restart();
                }
            }
        } catch (IOException e) {
            throw new LoadException("cannot watch files", e);
        }
    }

    private void restart() throws InterruptedException {
        artifacts = Snapshot.of(watched.artifacts());
        startedManifest = manifestContent;
        restartDue = false;
        actions.restart();
    }

    /// Builds until nothing changes meanwhile.
    private boolean build(ChangeSignal signal) throws InterruptedException {
        repeats = 0;
        while (true) {
            readManifest();
            sources = Snapshot.of(sourcePatterns());
            Map<Path, String> contents = contents(sources);
            Boolean built = buildOnce(signal);
            if (built == null) {
                // Somebody has changed the sources again.
                repeats = 0;
                continue;
            }
            Set<Path> meant = changedMeanwhile(contents);
            if (meant.isEmpty()) {
                return built;
            }
            if (++repeats >= MOST_REPEATS) {
                actions.tell("The build changes files that it is watched for, such as " + meant.iterator().next()
                        + ". It is not repeated before something else changes; leave them out of `watch`.");
                sources = Snapshot.of(sourcePatterns());
                return built;
            }
            // The change may still be under way.
            settle(signal);
        }
    }

    /// Runs the build; ends it when a file changes that no build ever wrote.
    ///
    /// @return whether it was built; null if it was ended
    private @Nullable Boolean buildOnce(ChangeSignal signal) throws InterruptedException {
        actions.begin();
        var result = new CompletableFuture<Boolean>();
        Thread builder = Thread.ofPlatform().name("build").start(() -> {
            try {
                result.complete(actions.build());
            } catch (InterruptedException _) {
                result.complete(false);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            while (!result.isDone()) {
                checkStopped();
                signal.watch(watchedFolders());
                signal.await(Duration.ofMillis(200));
                // What the first build writes is not known yet.
                if (knowsOutputs && !result.isDone() && isChangedByPerson()) {
                    builder.interrupt();
                    builder.join();
                    settle(signal);
                    return null;
                }
            }
            builder.join();
            knowsOutputs = true;
            return result.get();
        } catch (InterruptedException e) {
            builder.interrupt();
            builder.join();
            throw e;
        } catch (ExecutionException e) {
            throw new LoadException("the build failed in a way that is a fault of Spin itself", e.getCause());
        }
    }

    private boolean isChangedByPerson() {
        Set<Path> changed = Snapshot.of(sourcePatterns()).changedSince(sources);
        changed.removeAll(outputs);
        return !changed.isEmpty();
    }

    /// The files that were changed while a build ran, and whose content has become another. Those are known to be written by builds from now
    /// on, as are those with the same content.
    private Set<Path> changedMeanwhile(Map<Path, String> contents) {
        Snapshot now = Snapshot.of(sourcePatterns());
        Set<Path> changed = now.changedSince(sources);
        outputs.addAll(changed);
        outputs.remove(manifest);
        sources = now;
        var meant = new HashSet<Path>();
        for (Path file : changed) {
            if (!Snapshot.digest(file).equals(contents.getOrDefault(file, ""))) {
                meant.add(file);
            }
        }
        return meant;
    }

    private static Map<Path, String> contents(Snapshot snapshot) {
        var contents = new HashMap<Path, String>();
        snapshot.files().keySet().forEach(file -> contents.put(file, Snapshot.digest(file)));
        return contents;
    }

    private void awaitSources(ChangeSignal signal) throws InterruptedException {
        while (!hasSourceChanges()) {
            checkStopped();
            signal.watch(watchedFolders());
            signal.await(FOREVER);
        }
        settle(signal);
    }

    private void awaitAny(ChangeSignal signal) throws InterruptedException {
        while (!(options.build() && hasSourceChanges()) && !hasArtifactChanges()) {
            checkStopped();
            signal.watch(watchedFolders());
            signal.await(FOREVER);
            readManifest();
        }
        settle(signal);
    }

    /// Waits until the files have been left alone for the debounce time.
    private void settle(ChangeSignal signal) throws InterruptedException {
        Snapshot before = everything();
        for (int i = 0; i < LONGEST_BURST; i++) {
            Thread.sleep(options.debounce());
            Snapshot now = everything();
            if (now.changedSince(before).isEmpty()) {
                break;
            }
            before = now;
        }
        signal.watch(watchedFolders());
        readManifest();
    }

    private Snapshot everything() {
        List<WatchPattern> all = new ArrayList<>(sourcePatterns());
        all.addAll(watched.artifacts());
        return Snapshot.of(all);
    }

    private Set<Path> watchedFolders() {
        return everything().folders();
    }

    private boolean hasSourceChanges() {
        return !Snapshot.of(sourcePatterns()).changedSince(sources).isEmpty();
    }

    private boolean hasArtifactChanges() {
        return !manifestContent.equals(startedManifest) || !Snapshot.of(watched.artifacts()).changedSince(artifacts).isEmpty();
    }

    /// The manifest stands for itself: what it names may be something else now.
    private void readManifest() {
        String content = Snapshot.digest(manifest);
        if (content.isEmpty() || content.equals(manifestContent)) {
            return;
        }
        manifestContent = content;
        try {
            WatchedFiles now = WatchedFiles.of(manifest, options.profile(), options.assets());
            if (!Objects.equals(now, watched)) {
                watched = now;
                tellUnwatched();
            }
        } catch (LoadException _) {
            // Whoever builds or starts it tells what is wrong; until then the files stay the same.
        }
    }

    private List<WatchPattern> sourcePatterns() {
        List<WatchPattern> patterns = new ArrayList<>(options.build() ? watched.sources() : List.of());
        patterns.add(WatchPattern.file(manifest));
        return patterns;
    }

    private void tellUnwatched() {
        if (options.build()) {
            watched.unwatched().forEach(id -> actions.tell("You haven't configured what to watch for the component: '" + id
                    + "'. Learn how to configure Spin watch at https://developer.fermyon.com/common/cli-reference#watch"));
        }
    }
}
