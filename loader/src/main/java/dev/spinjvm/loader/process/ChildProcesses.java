package dev.spinjvm.loader.process;

import dev.spinjvm.loader.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The processes this program started, each with all that it started in turn.
///
/// Thread-safe. Whoever ends this program ends them through [#close], after which none can be started.
public final class ChildProcesses implements AutoCloseable {
    /// How long a process may take to end once it was asked to.
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 20;

    private final Set<Process> running = new HashSet<>();
    private final Set<Path> folders = new HashSet<>();
    private boolean closed;
    private boolean halting;

    /// Starts a process.
    ///
    /// @throws IOException if it cannot be started, or the program is ending
    public synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("the program is ending");
        }
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /// Waits for the end of a process. Whoever interrupts this ends the process.
    ///
    /// @return its exit code
    public int await(Process process) throws InterruptedException {
        try {
            int code = process.waitFor();
            if (isHalting()) {
                // What the end of the process means is nobody's concern any more.
                new CountDownLatch(1).await();
            }
            return code;
        } catch (InterruptedException e) {
            end(List.of(process));
            throw e;
        } finally {
            forget(process);
        }
    }

    /// Ends processes and all that they started: asks first, insists after some seconds. Returns once they are gone.
    public void end(Collection<Process> processes) {
        endTrees(processes);
        processes.forEach(this::forget);
    }

    /// Has a folder that processes use removed by [#halt], if nobody removes it before.
    public synchronized void use(Path folder) {
        folders.add(folder);
    }

    /// Ends all of them because this program is about to halt: whoever waits for one of them never hears of it.
    public void halt() {
        List<Path> used;
        synchronized (this) {
            halting = true;
            used = List.copyOf(folders);
        }
        close();
        used.forEach(ChildProcesses::remove);
    }

    /// Ends all of them, and lets no further one start.
    @Override
    public void close() {
        Collection<Process> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(running);
            running.clear();
        }
        endTrees(all);
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException _) {
            // Nobody is left to be told.
        }
    }

    private synchronized boolean isHalting() {
        return halting;
    }

    private synchronized void forget(Process process) {
        running.remove(process);
    }

    private static void endTrees(Collection<Process> roots) {
        Set<ProcessHandle> tree = new HashSet<>();
        roots.stream().map(Process::toHandle).forEach(root -> addTree(root, tree));
        Set<ProcessHandle> stopped = stop(tree);
        tree.forEach(ProcessHandle::destroy);
        signal("-CONT", stopped);
        long deadline = System.nanoTime() + GRACE.toNanos();
        boolean interrupted = false;
        while (tree.stream().anyMatch(ChildProcesses::isRunning) && System.nanoTime() < deadline) {
            // What was started since then would be nobody's child once its parent is gone.
            for (ProcessHandle known : List.copyOf(tree)) {
                known.descendants().filter(tree::add).forEach(ProcessHandle::destroy);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        tree.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops processes, so that none starts another while it is ended: a process whose parent is gone is in nobody's tree.
    ///
    /// @param tree gets those that were started until then
    private static Set<ProcessHandle> stop(Set<ProcessHandle> tree) {
        Set<ProcessHandle> stopped = new HashSet<>();
        while (stopped.size() < tree.size()) {
            Set<ProcessHandle> found = new HashSet<>(tree);
            found.removeAll(stopped);
            boolean sent = signal("-STOP", found);
            stopped.addAll(found);
            if (!sent) {
                break;
            }
            List.copyOf(tree).forEach(known -> known.descendants().forEach(tree::add));
        }
        return stopped;
    }

    /// Sends a signal that Java has no method for; systems without the `kill` program do without.
    private static boolean signal(String name, Set<ProcessHandle> processes) {
        List<String> line = new ArrayList<>(List.of("kill", name));
        processes.stream().filter(ProcessHandle::isAlive).forEach(process -> line.add(Long.toString(process.pid())));
        if (line.size() == 2) {
            return true;
        }
        try {
            Process kill = new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(
                    ProcessBuilder.Redirect.DISCARD).start();
            // One that has ended meanwhile is no failure.
            return kill.waitFor(1, TimeUnit.SECONDS);
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void addTree(ProcessHandle root, Set<ProcessHandle> tree) {
        tree.add(root);
        root.descendants().forEach(tree::add);
    }

    /// A process that has ended and that nobody asked for its exit code is alive to the JDK, but runs no program.
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
