package dev.spinjvm.engine;

import dev.spinjvm.engine.guest.Pacing;
import dev.spinjvm.engine.guest.RunningGuests;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/// Makes guests that compute look up, when there is a reason: one of them is interrupted, or so many have computed for long
/// that other virtual threads may wait for a carrier, which the JDK never takes away.
///
/// Each module has a field that compiled code reads at each function entry and loop ([Pacing]), which is cheaper than a look
/// at the thread. A thread looks at the running guests every few milliseconds and sets the fields; it sleeps while no
/// guest runs. A look takes longer the more guests there are, those that wait included; with ten thousand the looks are farther apart.
final class Pacer {

    /// The field's name in the support class of a compiled module.
    static final String FIELD = "poll";

    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);
    /// The look may have taken long only because the thread did not get a processor, just when others wait.
    private static final long LONG_TICK = 5 * TICK;
    /// How soon a field that was set for an interrupted guest is looked at again.
    private static final long SHORT_TICK = TimeUnit.MILLISECONDS.toNanos(1);
    /// Looking may take this part of one processor.
    private static final int SHARE = 50;
    /// Looks at nothing before the thread sleeps.
    private static final int IDLE_TICKS = 100;
    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);

    private final List<VarHandle> fields = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final RunningGuests guests = new RunningGuests();
    private final int carriers = Integer.getInteger("jdk.virtualThreadScheduler.parallelism",
            Runtime.getRuntime().availableProcessors());
    /// Asked for when guests hold all carriers for the first time: it takes a while to come.
    private @Nullable VirtualThreadSchedulerMXBean scheduler;
    private int idleTicks;

    /// Starts to set `field`, a static int field.
    void add(VarHandle field) {
        fields.add(field);
        if (started.compareAndSet(false, true)) {
            WeakReference<Pacer> self = new WeakReference<>(this);
            Thread.ofPlatform().daemon().name("guest-pacer").start(() -> run(self));
        }
    }

    /// Where the instances of the engine say that they run.
    RunningGuests guests() {
        return guests;
    }

    /// Ends when the engine and all its modules are forgotten.
    private static void run(WeakReference<Pacer> self) {
        long wait = TICK;
        while (true) {
            LockSupport.parkNanos(wait);
            Pacer pacer = self.get();
            if (pacer == null) {
                return;
            }
            wait = pacer.tick();
        }
    }

    private boolean othersWait() {
        VirtualThreadSchedulerMXBean known = scheduler;
        if (known == null) {
            known = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
            scheduler = known;
        }
        // Negative if it cannot be told.
        return known.getQueuedVirtualThreadCount() != 0;
    }

    /// Looks once, and says how long to wait before the next look.
    private long tick() {
        guests.wakeOnArrival(null);
        long start = System.nanoTime();
        RunningGuests.Needs needs = guests.look();
        int poll = 0;
        if (needs.longRunning() >= carriers && othersWait()) {
            // Those that are queued as well: all have to be out of the way at the same time, see Pacing.
            poll = needs.longRunning() + carriers;
        } else if (needs.interrupted()) {
            poll = Pacing.ALL;
        }
        for (VarHandle field : fields) {
            if ((int) field.getVolatile() != poll) {
                field.setVolatile(poll);
            }
        }
        if (poll == Pacing.ALL) {
            return SHORT_TICK;
        }
        idleTicks = guests.isIdle() ? idleTicks + 1 : 0;
        if (idleTicks < IDLE_TICKS) {
            return Math.clamp(SHARE * (System.nanoTime() - start), TICK, LONG_TICK);
        }
        guests.wakeOnArrival(Thread.currentThread());
        return guests.isIdle() ? LONGEST_SLEEP : TICK;
    }
}
