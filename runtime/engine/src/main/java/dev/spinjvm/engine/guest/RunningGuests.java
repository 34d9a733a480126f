package dev.spinjvm.engine.guest;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The instances of an engine that threads are in, so that one thread can see which of them compute for long.
///
/// To enter and to leave costs a few nanoseconds and no lock while the instance is watched already; nobody leaves the list but
/// by a [#look]. Entering is safe wherever a guest's stack ends: all it calls are methods of its own, and what it does under the
/// lock calls nothing.
public final class RunningGuests {

    /// What guests need that have computed since the look before.
    ///
    /// @param interrupted whether one of them is interrupted, and so has to look up
    /// @param longRunning how many of them hold a carrier of virtual threads
    public record Needs(boolean interrupted, int longRunning) {}

    /// Instances that have become watched since the last look, linked by [GuestInstance#nextWatched].
    private @Nullable GuestInstance arrived;
    /// Waits for the next arrival, if not null.
    private volatile @Nullable Thread sleeper;

    private @Nullable GuestInstance[] watched = new GuestInstance[16];
    private int count;

    /// Says that the current thread calls a function of `instance`.
    ///
    /// @return whether it was not in there already; then it has to [#leave]
    static boolean enter(GuestInstance instance) {
        if (instance.runner != null) {
            return false;
        }
        instance.entries++;
        // Before the look at `isWatched`: the looking thread writes that one and then reads this one.
        instance.runner = Thread.currentThread();
        if (!instance.isWatched) {
            instance.running.watch(instance);
        }
        return true;
    }

    /// Says that the call that entered is over.
    static void leave(GuestInstance instance) {
        instance.runner = null;
    }

    private void watch(GuestInstance instance) {
        synchronized (this) {
            if (!instance.isWatched) {
                instance.nextWatched = arrived;
                arrived = instance;
                instance.isWatched = true;
            }
        }
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /// Whether no guest is watched.
    public boolean isIdle() {
        synchronized (this) {
            return count == 0 && arrived == null;
        }
    }

    /// Has the current thread woken when a guest arrives; or no thread.
    public void wakeOnArrival(@Nullable Thread thread) {
        sleeper = thread;
    }

    /// Looks at every instance that is watched. Called by one thread, again and again.
    public Needs look() {
        GuestInstance next;
        synchronized (this) {
            next = arrived;
            arrived = null;
        }
        while (next != null) {
            if (count == watched.length) {
                watched = Arrays.copyOf(watched, 2 * count);
            }
            watched[count++] = next;
            GuestInstance after = next.nextWatched;
            next.nextWatched = null;
            next = after;
        }
        boolean interrupted = false;
        int longRunning = 0;
        for (int i = count - 1; i >= 0; i--) {
            GuestInstance instance = Objects.requireNonNull(watched[i]);
            Thread thread = instance.runner;
            if (thread == null) {
                if (forget(instance)) {
                    watched[i] = watched[--count];
                    watched[count] = null;
                }
                continue;
            }
            if (computes(instance, thread)) {
                longRunning += thread.isVirtual() ? 1 : 0;
                // One that does not heed it is in code of the host: the others are disturbed for it less and less often.
                interrupted |= thread.isInterrupted() && Integer.bitCount(++instance.interruptedLooks) == 1;
            }
        }
        return new Needs(interrupted, longRunning);
    }

    /// Whether the instance has been in the same call since the look before, and does not wait.
    private static boolean computes(GuestInstance instance, Thread thread) {
        int entries = instance.entries;
        boolean same = entries == instance.seenEntries;
        if (!same) {
            instance.seenEntries = entries;
            instance.interruptedLooks = 0;
        }
        return same && thread.getState() == Thread.State.RUNNABLE;
    }

    /// Stops watching an instance that nobody is in.
    ///
    /// @return false if somebody has come in the meantime
    private boolean forget(GuestInstance instance) {
        instance.isWatched = false;
        if (instance.runner == null) {
            return true;
        }
        synchronized (this) {
            if (instance.isWatched) {
                // Its thread saw that it was not, and has it among those that arrived.
                return true;
            }
            instance.isWatched = true;
            return false;
        }
    }
}
