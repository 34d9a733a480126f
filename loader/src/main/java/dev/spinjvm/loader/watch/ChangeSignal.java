package dev.spinjvm.loader.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// Tells that something may have changed in some folders. What has, only a look at the disk shows: events are lost when there are many, do
/// not come from some file systems, and folders can be more than the system watches. So this ends every wait after a while in any case.
final class ChangeSignal implements AutoCloseable {
    /// How long a change stays unnoticed where the system does not tell of it.
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    ChangeSignal() {
        WatchService made;
        try {
            made = FileSystems.getDefault().newWatchService();
        } catch (IOException _) {
            // All that the system gives are taken: looking at the disk every second finds the changes, too.
            made = null;
        }
        service = made;
    }

    /// From now on, these are the folders.
    void watch(Set<Path> folders) {
        keys.entrySet().removeIf(entry -> {
            boolean over = !folders.contains(entry.getKey()) || !entry.getValue().isValid();
            if (over) {
                entry.getValue().cancel();
            }
            return over;
        });
        for (Path folder : folders) {
            if (service != null && !keys.containsKey(folder)) {
                register(folder, service);
            }
        }
    }

    private void register(Path folder, WatchService watcher) {
        try {
            keys.put(folder, folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY));
        } catch (IOException _) {
            // Gone, or one too many; see above.
        }
    }

    /// Waits until something may have changed.
    void await(Duration atMost) throws InterruptedException {
        Duration wait = atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST;
        if (service == null) {
            Thread.sleep(wait);
            return;
        }
        try {
            WatchKey key = service.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = service.poll();
            }
        } catch (ClosedWatchServiceException e) {
            throw new IllegalStateException("watched after its end", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
