package dev.spinjvm.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Several transfers side by side.
public final class Transfers {
    private Transfers() {}

    /// Runs all tasks, some at once, each on a virtual thread. The first failure ends the others and is thrown.
    ///
    /// @param atOnce how many run at the same time
    public static void run(int atOnce, List<Runnable> tasks) {
        var permits = new Semaphore(atOnce);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var completion = new ExecutorCompletionService<Void>(threads);
            List<Future<Void>> futures = new ArrayList<>();
            for (Runnable task : tasks) {
                futures.add(completion.submit(() -> {
                    permits.acquire();
                    try {
                        task.run();
                    } finally {
                        permits.release();
                    }
                    return null;
                }));
            }
            try {
                for (int i = 0; i < tasks.size(); i++) {
                    completion.take().get();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e.getCause());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new RegistryException.Unavailable("the transfer was interrupted");
            } finally {
                futures.forEach(future -> future.cancel(true));
            }
        }
    }
}
