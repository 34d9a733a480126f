package dev.spinjvm.cli;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.oci.ReferenceException;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.trigger.TriggerException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Turns a failure into what the user reads on stderr: one `Error:` line and the chain of causes. The only place that does.
final class ErrorReport {
    private static final String BACKTRACE = "SPIN_BACKTRACE";

    private final Process process;

    ErrorReport(Process process) {
        this.process = process;
    }

    void print(Throwable error) {
        PrintStream err = process.err();
        err.println(process.errorStyle().boldRed("Error") + ": " + message(error));
        List<String> causes = causes(error);
        if (!causes.isEmpty()) {
            err.println("\nCaused by:");
        }
        for (int i = 0; i < causes.size(); i++) {
            err.println(causes.size() == 1 ? "      " + causes.getFirst() : String.format("%4d: %s", i, causes.get(i)));
        }
        if (error instanceof RegistryException registry) {
            registry.hint().ifPresent(hint -> err.println("\n" + hint));
        }
        if (process.environment().getOrDefault(BACKTRACE, "0").equals("1")) {
            error.printStackTrace(err);
        } else if (!isExpected(error)) {
            err.println("\nThis is a fault of Spin itself; set " + BACKTRACE + "=1 to see where.");
        }
    }

    private static boolean isExpected(Throwable error) {
        return error instanceof CommandFailure || error instanceof LoadException || error instanceof TriggerException
                || error instanceof RegistryException || error instanceof ReferenceException || error instanceof PluginException;
    }

    private static List<String> causes(Throwable error) {
        List<String> causes = new ArrayList<>();
        String last = message(error);
        for (Throwable cause = error.getCause(); cause != null && causes.size() < 20; cause = cause.getCause()) {
            String text = message(cause);
            if (!text.equals(last)) {
                causes.add(text);
            }
            last = text;
        }
        return causes;
    }

    private static String message(Throwable error) {
        String message = error.getMessage();
        return message == null || error instanceof VirtualMachineError ? error.toString() : message;
    }
}
