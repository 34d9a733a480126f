package dev.spinjvm.plugins.containers;

import dev.spinjvm.plugins.drivers.DriverConsole;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.DriverException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One container from its making to its removal.
///
/// A container belongs to its engine, not to who asked for it, and goes on when the engine's command line is ended. So it is not told of
/// signals by that (Ctrl-C reaches all programs of a terminal), but stopped by name; the engine removes it when it has ended, whatever
/// becomes of this program.
final class ContainerRun {
    /// More than a trigger gives to requests under way.
    private static final String PATIENCE_SECONDS = "35";

    private final EngineCalls calls;
    private final ContainerPlan plan;
    private final DriverConsole console;
    private boolean stopped;
    private volatile boolean asked;

    ContainerRun(EngineCalls calls, ContainerPlan plan, DriverConsole console) {
        this.calls = calls;
        this.plan = plan;
        this.console = console;
    }

    /// Runs the container until it ends.
    ///
    /// @return its exit code; 0 if its end was asked for
    int run(String image, DriverContext context) throws InterruptedException {
        calls.ask(plan.line("create", image), plan.environment());
        boolean started = false;
        try {
            context.whenAskedToEnd().accept(this::end);
            Process attached = calls.children().start(calls.prepare(List.of("start", "--attach", "--sig-proxy=false", plan.name()),
                    Map.of()).redirectError(Redirect.INHERIT));
            started = true;
            attached.getOutputStream().close();
            show(attached);
            int code = calls.children().await(attached);
            // The engine's command line may be gone before the container is.
            if (asked || isRunning()) {
                stop();
                return 0;
            }
            return code;
        } catch (IOException e) {
            throw new DriverException("Cannot start '" + calls.engine().program() + "'", e);
        } finally {
            if (started) {
                stop();
            }
            calls.holds("rm", "--force", plan.name());
        }
    }

    private void show(Process attached) throws IOException {
        Publication publication = plan.publication();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(attached.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                console.data((publication == null ? line : publication.translate(line)) + "\n");
            }
        }
    }

    private boolean isRunning() throws InterruptedException {
        return !calls.ask("ps", "--quiet", "--filter", "name=^" + plan.name() + "$").isEmpty();
    }

    /// Ends the container in good order, because the user asks for it.
    private void end() {
        asked = true;
        try {
            stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whoever comes second waits until the container has ended.
    private synchronized void stop() throws InterruptedException {
        if (!stopped) {
            calls.holds("stop", "--time", PATIENCE_SECONDS, plan.name());
            stopped = true;
        }
    }
}
