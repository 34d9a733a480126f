package dev.spinjvm.cli;

import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import java.io.PrintStream;
import java.util.function.Predicate;

/// What is said of a deployment at its end: whether it answers, and where.
final class DeployReport {
    private final Process process;
    private final LockedApp app;

    DeployReport(Process process, LockedApp app) {
        this.process = process;
        this.app = app;
    }

    /// @param base the application's URL
    /// @param waiting whether the application came to answer with its new version; given what to call at each try
    void print(String base, String domain, Predicate<Runnable> waiting) {
        PrintStream out = process.out();
        if (!app.triggerTypes().contains("http")) {
            out.println("Application is running at " + domain);
            return;
        }
        out.print("Waiting for application to become ready");
        out.flush();
        boolean ready = waiting.test(() -> {
            out.print(".");
            out.flush();
        });
        out.println(ready ? "... ready" : "\nApplication deployed, but Spin could not establish readiness");
        printRoutes(base);
    }

    /// @param base the application's URL
    void printRoutes(String base) {
        PrintStream out = process.out();
        out.println("Available Routes:");
        String root = app.triggerSettings("http").get("base") instanceof String text ? text.replaceFirst("/+$", "") : "";
        app.triggers("http").forEach(trigger -> {
            if (trigger.config().get("route") instanceof String route) {
                String id = trigger.component().orElse(trigger.id());
                boolean wildcard = route.endsWith("/...");
                String path = root + (wildcard ? route.substring(0, route.length() - "/...".length()) : route);
                out.println("  " + id + ": " + base + (path.equals("/") ? "" : path) + (wildcard ? " (wildcard)" : ""));
                app.component(id).flatMap(LockedComponent::description).ifPresent(description -> out.println("    " + description));
            }
        });
    }
}
