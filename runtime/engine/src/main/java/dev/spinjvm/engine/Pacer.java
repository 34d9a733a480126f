package dev.spinjvm.engine;

import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// Makes guests that compute look up every few milliseconds: whether their thread is interrupted, and to let
/// other virtual threads have the carrier, which the JDK never takes away.
///
/// Each module has a counter that compiled code reads at each function entry and loop, which is cheaper than
/// a look at the thread. At every tick the counter is set to twice the number of threads that can run at
/// once; each guest thread that sees it counts one down, parks for an instant and looks at its interrupt flag.
final class Pacer {

    /// The counter's name in the support class of a compiled module.
    static final String FIELD = "poll";

    private static final Duration TICK = Duration.ofMillis(10);

    private final List<VarHandle> counters = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();

    /// Starts to set `counter`, a static int field.
    void add(VarHandle counter) {
        counters.add(counter);
        if (started.compareAndSet(false, true)) {
            WeakReference<Pacer> self = new WeakReference<>(this);
            Thread.ofPlatform().daemon().name("guest-pacer").start(() -> run(self));
        }
    }

    /// Ends when the engine and all its modules are forgotten.
    private static void run(WeakReference<Pacer> self) {
        int lookUps = 2 * Runtime.getRuntime().availableProcessors();
        try {
            while (true) {
                Thread.sleep(TICK);
                Pacer pacer = self.get();
                if (pacer == null) {
                    return;
                }
                for (VarHandle counter : pacer.counters) {
                    counter.setVolatile(lookUps);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }
}
