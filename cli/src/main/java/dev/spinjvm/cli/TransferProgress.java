package dev.spinjvm.cli;

import dev.spinjvm.oci.Progress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Draws the progress of a transfer as one line on a terminal, once it takes longer than a moment; elsewhere nothing.
final class TransferProgress implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 150;

    private final Progress progress;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    TransferProgress(Process process, String verb) {
        this.progress = Progress.of(verb);
        this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(() -> draw(process, verb));
        if (process.errIsTerminal()) {
            thread.start();
        }
    }

    Progress progress() {
        return progress;
    }

    private void draw(Process process, String verb) {
        try {
            boolean drawn = false;
            while (!over.await(drawn ? NEXT_MILLIS : FIRST_MILLIS, TimeUnit.MILLISECONDS)) {
                Progress.Snapshot now = progress.snapshot();
                long finished = now.parts().stream().filter(Progress.Snapshot::finished).count();
                process.err().print("\r\u001b[K" + verb + " " + Amounts.bytes(now.done()) + " of " + Amounts.bytes(now.total()) + ", "
                        + finished + " of " + now.parts().size() + " layers");
                process.err().flush();
                drawn = true;
            }
            if (drawn) {
                process.err().print("\r\u001b[K");
                process.err().flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
