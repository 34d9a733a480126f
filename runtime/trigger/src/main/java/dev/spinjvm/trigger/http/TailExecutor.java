package dev.spinjvm.trigger.http;

import java.util.concurrent.Executor;

import org.eclipse.jetty.io.Connection;

/// The server's threads as its connections see them.
///
/// A connection that wants to go on with its next request asks for a thread. Where it does so on the virtual thread of a guest,
/// that guest has ended (see [HttpExchange]), and its thread does it: no other one needs to be woken up.
final class TailExecutor implements Executor {
    private final Executor threads;

    TailExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        if (task instanceof Connection && Thread.currentThread().isVirtual()) {
            task.run();
        } else {
            threads.execute(task);
        }
    }
}
