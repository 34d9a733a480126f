package dev.spinjvm.trigger.guests;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.spinjvm.engine.Engine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log at level debug what was compiled, how long it took, and how many functions had to be split. Thread-safe.
public final class CompilationLog implements Consumer<Engine.Progress> {
    private static final int DIGITS = 12;

    /// When a module's compilation began, by digest, in nanoseconds.
    private final Map<String, Long> started = new ConcurrentHashMap<>();

    @Override
    public void accept(Engine.Progress progress) {
        switch (progress) {
            case Engine.Progress.Started(String digest, int _) -> started.put(digest, System.nanoTime());
            case Engine.Progress.Finished(String digest, int functions, int split) -> {
                Long start = started.remove(digest);
                long millis = start == null ? 0 : (System.nanoTime() - start) / 1_000_000;
                // Asked for now: most starts compile nothing, and to set up logging takes its time.
                Logger log = LoggerFactory.getLogger(CompilationLog.class);
                log.debug("compiled module {}: {} functions, {} of them split, in {} ms", digest.substring(0, DIGITS), functions, split,
                        millis);
            }
        }
    }
}
