package dev.spinjvm.loader.process;

import dev.spinjvm.loader.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What has to be done if this program ends, as by Ctrl-C, before this is closed. Commands that take over the signals themselves halt
/// the program, and nothing is done then.
public final class AtExit implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLIS = 50;

    private final Thread hook;

    private AtExit(Runnable action) {
        this.hook = Thread.ofPlatform().unstarted(action);
    }

    /// @param action quick, and harmless beside the thread that was interrupted by the end
    public static AtExit run(Runnable action) {
        AtExit exit = new AtExit(action);
        try {
            Runtime.getRuntime().addShutdownHook(exit.hook);
        } catch (IllegalStateException _) {
            // The end has begun: this thread will not get far.
            action.run();
        }
        return exit;
    }

    /// Ends a process and all that it started.
    public static AtExit end(Process process) {
        return run(() -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        });
    }

    /// Removes a folder, into which others may still be writing for a moment.
    public static AtExit delete(Path folder) {
        return run(() -> {
            for (int i = 0; i < ATTEMPTS && Files.exists(folder); i++) {
                try {
                    Folders.delete(folder);
                    TimeUnit.MILLISECONDS.sleep(Files.exists(folder) ? PAUSE_MILLIS : 0);
                } catch (IOException _) {
                    // Something was added meanwhile.
                } catch (InterruptedException _) {
                    return;
                }
            }
        });
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The end has begun, and does what is to be done.
        }
    }
}
