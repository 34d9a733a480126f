package dev.spinjvm.trigger.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Looks after the exchanges that last: one thread visits them every few milliseconds, so that starting and ending one
/// costs no timer.
final class Watchdog implements AutoCloseable {
    private static final long BUSY_NANOS = Duration.ofMillis(10).toNanos();
    private static final long IDLE_NANOS = Duration.ofMillis(40).toNanos();
    private static final long CHORE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long CALM_NANOS = Duration.ofSeconds(1).toNanos();

    private final Set<HttpExchange> exchanges = ConcurrentHashMap.newKeySet();
    private final Runnable chore;
    private final Thread thread;
    private volatile boolean closed;

    /// @param chore done about once a second, whether or not there is an exchange
    Watchdog(Runnable chore) {
        this.chore = chore;
        thread = Thread.ofPlatform().daemon().name("spin-http-watchdog").unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    void add(HttpExchange exchange) {
        exchanges.add(exchange);
    }

    void remove(HttpExchange exchange) {
        exchanges.remove(exchange);
    }

    /// Ends every exchange that lasts.
    void endAll(HttpExchange.End reason) {
        exchanges.forEach(exchange -> exchange.end(reason));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void watch() {
        long lastBusy = System.nanoTime();
        long lastChore = lastBusy;
        while (!closed) {
            long now = System.nanoTime();
            if (!exchanges.isEmpty()) {
                lastBusy = now;
                exchanges.forEach(exchange -> exchange.tick(now));
            }
            if (now - lastChore >= CHORE_NANOS) {
                lastChore = now;
                chore.run();
            }
            LockSupport.parkNanos(this, now - lastBusy < CALM_NANOS ? BUSY_NANOS : IDLE_NANOS);
        }
    }
}
