package dev.spinjvm.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ctrl-C and SIGTERM: the first asks, the second insists.
final class Signals {
    private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);
    private static final int SIGNAL_EXIT_BASE = 128;

    private Signals() {}

    /// Runs `drain` on the first signal. The second signal ends the process at once with 128 and the number of the signal,
    /// after `last`, which must be quick.
    static void onTermination(Runnable drain, Runnable last) {
        AtomicBoolean asked = new AtomicBoolean();
        NUMBERS.forEach((name, number) -> handle(name, () -> {
            if (asked.compareAndSet(false, true)) {
                Thread.ofPlatform().name("drain").daemon().start(drain);
            } else {
                try {
                    last.run();
                } finally {
                    Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + number);
                }
            }
        }));
    }

    /// Sends a signal to this process.
    static void raise(String signalName) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal).invoke(null, signal.getConstructor(String.class).newInstance(signalName));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no signals", e);
        }
    }

    /// The JDK has no other interface to signals than `sun.misc.Signal`, against which javac warns in a way that no
    /// annotation silences; so it is called by name.
    private static void handle(String signalName, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup().findVirtual(Runnable.class, "run", MethodType.methodType(void.class)).bindTo(action);
            Object proxy = MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(signalName), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no signals", e);
        }
    }
}
