package dev.spinjvm.plugins.dispatch;

import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.dispatch.PluginCallException.Reason;
import dev.spinjvm.plugins.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One process of a plugin that answers one question. [#stop] may be called by any thread.
public final class PluginCall {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int SIGNALS = 128;

    private final PluginProgram program;
    private final String verb;
    private final Process process;
    private final ChildProcesses children;

    private PluginCall(PluginProgram program, String verb, Process process, ChildProcesses children) {
        this.program = program;
        this.verb = verb;
        this.process = process;
        this.children = children;
    }

    /// Reads the standard output of the process to its end.
    @FunctionalInterface
    interface Reader {
        void read(InputStream in) throws IOException;
    }

    static PluginCall start(PluginProgram program, String verb, ProcessBuilder builder, Map<String, ?> request,
            ChildProcesses children) {
        try {
            PluginCall call = new PluginCall(program, verb, children.start(builder), children);
            Thread.startVirtualThread(() -> call.write(request));
            return call;
        } catch (IOException e) {
            throw new PluginException("Failed to run '" + program.file() + "'", e);
        }
    }

    private void write(Map<String, ?> request) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(JsonText.compact(request).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException _) {
            // A plugin need not read what it does not want to know.
        }
    }

    /// Asks the plugin to end; insists after some seconds, and ends what it started and left behind.
    public void stop() {
        // By its handle: Process.destroy would also close the stream on which the answer comes.
        ProcessHandle handle = process.toHandle();
        List<ProcessHandle> below = handle.descendants().toList();
        handle.destroy();
        process.onExit().orTimeout(GRACE.toMillis(), TimeUnit.MILLISECONDS).handle((_, _) -> {
            handle.descendants().forEach(ProcessHandle::destroyForcibly);
            handle.destroyForcibly();
            below.forEach(ProcessHandle::destroy);
            return process;
        });
    }

    /// Waits for the end of the process and of what it prints.
    ///
    /// @param patience how long; `null` for ever
    /// @return the exit code
    int await(Reader reader, @Nullable Duration patience) {
        CompletableFuture<Void> read = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try (InputStream out = process.getInputStream()) {
                reader.read(out);
                read.complete(null);
            } catch (IOException | RuntimeException e) {
                read.completeExceptionally(e);
            }
        });
        boolean ended = false;
        try {
            long end = System.nanoTime() + (patience == null ? Long.MAX_VALUE / 2 : patience.toNanos());
            read.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            ended = true;
            return children.await(process);
        } catch (TimeoutException _) {
            throw PluginCallException.of(Reason.TIMED_OUT, program + " did not answer to '" + verb + "' within "
                    + (patience == null ? 0 : patience.toMillis() / 1000.0) + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PluginException problem) {
                throw problem;
            }
            throw PluginCallException.of(Reason.DIED, program + " cannot be read from: " + e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw PluginCallException.of(Reason.TIMED_OUT, program + " was not waited for");
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /// What an exit code means.
    static String meaning(int code) {
        return code > SIGNALS ? "was ended by signal " + (code - SIGNALS) : "ended with exit code " + code;
    }
}
