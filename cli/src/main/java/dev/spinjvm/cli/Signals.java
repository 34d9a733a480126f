package dev.spinjvm.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.function.IntConsumer;

/// Ctrl-C, SIGTERM and the end of the terminal.
final class Signals {
    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
    private static final int SIGNAL_EXIT_BASE = 128;

    private Signals() {}

    /// Has `action` told of each of them, with the exit code that stands for it. Signals that this system does not have, or that
    /// whoever started the program wants ignored, never come.
    static void onTermination(IntConsumer action) {
        NUMBERS.forEach((name, number) -> handle(name, () -> action.accept(SIGNAL_EXIT_BASE + number)));
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
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("the signal " + signalName + " cannot be handled", e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no signals", e);
        }
    }
}
