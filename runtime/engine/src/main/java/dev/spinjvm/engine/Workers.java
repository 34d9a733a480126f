package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Does work that falls into many independent parts, on as many threads as the machine runs at once.
final class Workers {

    private final IntConsumer part;
    private final int count;
    private final int batch;
    private final AtomicInteger next = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private int failedPart = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    private Workers(int count, int batch, IntConsumer part) {
        this.count = count;
        this.batch = batch;
        this.part = part;
    }

    /// Does the parts 0 to `count - 1`. The failure of the first part that fails is thrown, whatever others do; then some
    /// parts behind it may not be done.
    ///
    /// @param batch how many parts a thread takes at a time
    static void run(int count, int batch, IntConsumer part) {
        Workers workers = new Workers(count, batch, part);
        int helpers = Math.min(Runtime.getRuntime().availableProcessors(), (count + batch - 1) / batch) - 1;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < helpers; i++) {
            threads.add(Thread.ofPlatform().daemon().name("guest-compiler-", i).start(workers::work));
        }
        workers.work();
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    // A compilation is finished in any case, because others may wait for it.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        workers.rethrow();
    }

    private void work() {
        for (int start = next.getAndAdd(batch); start < count; start = next.getAndAdd(batch)) {
            for (int i = start; i < Math.min(count, start + batch); i++) {
                try {
                    part.accept(i);
                } catch (RuntimeException | Error e) {
                    failed(i, e);
                    return;
                }
            }
        }
    }

    private void failed(int index, Throwable thrown) {
        next.set(count);
        lock.lock();
        try {
            if (index < failedPart) {
                failedPart = index;
                failure = thrown;
            }
        } finally {
            lock.unlock();
        }
    }

    private void rethrow() {
        switch (failure) {
            case null -> {
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
