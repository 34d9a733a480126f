package dev.spinjvm.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How this program ends when it is asked to, by Ctrl-C or another signal: it leaves no process and no temporary folder behind.
///
/// The first signal asks whoever can end in good order ([#drainWith]); where nobody can, and at the second signal, the program ends at
/// once with 128 and the number of the signal, after the last actions. Thread-safe.
final class Ending {
    private final Deque<Runnable> last = new ArrayDeque<>();
    private @Nullable Runnable drain;
    private boolean asked;
    private final Thread taking = Thread.ofPlatform().name("signals").daemon().unstarted(() -> Signals.onTermination(this::asked));

    private Ending() {}

    /// Takes over the signals of this process.
    static Ending ofThisProcess() {
        Ending ending = new Ending();
        Signals.onTermination(ending::asked);
        return ending;
    }

    /// Takes over the signals of this process meanwhile, because the JDK makes classes for that. Until [#ready], a signal may end the
    /// process as it would have before.
    static Ending soon() {
        Ending ending = new Ending();
        ending.taking.start();
        return ending;
    }

    /// Returns once the signals are taken over: from now on, something may be made that has to be removed at the end.
    void ready() throws InterruptedException {
        taking.join();
    }

    /// What has to be done before the program may go. Quick, and harmless when it was done before. The latest is done first.
    ///
    /// @return takes it back
    synchronized Runnable atLast(Runnable action) {
        last.push(action);
        return () -> remove(action);
    }

    /// Who ends in good order: `action` is run, in a thread of its own, by the first signal from now on. Null for nobody.
    synchronized void drainWith(@Nullable Runnable action) {
        drain = action;
    }

    private synchronized void remove(Runnable action) {
        last.remove(action);
    }

    private void asked(int exitCode) {
        Runnable good;
        synchronized (this) {
            good = asked ? null : drain;
            asked = true;
        }
        if (good != null) {
            Thread.ofPlatform().name("drain").daemon().start(good);
            return;
        }
        try {
            actions().forEach(Ending::attempt);
        } finally {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    private synchronized List<Runnable> actions() {
        return List.copyOf(last);
    }

    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException _) {
            // The others must have their turn; nobody is left to be told.
        }
    }
}
