package dev.spinjvm.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ctrl-C and SIGTERM: the first asks, the second insists.
final class Signals {
    private static final int SIGNAL_EXIT_BASE = 128;

    private Signals() {}

    /// Runs `drain` on the first signal. The second signal ends the process at once with 128 and the number of the signal,
    /// after `last`, which must be quick.
    @SuppressWarnings("sunapi")
    static void onTermination(Runnable drain, Runnable last) {
        AtomicBoolean asked = new AtomicBoolean();
        for (String name : List.of("INT", "TERM")) {
            sun.misc.Signal.handle(new sun.misc.Signal(name), signal -> {
                if (asked.compareAndSet(false, true)) {
                    Thread.ofPlatform().name("drain").daemon().start(drain);
                } else {
                    last.run();
                    Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + signal.getNumber());
                }
            });
        }
    }
}
