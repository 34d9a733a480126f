package dev.spinjvm.wasi.clocks;

import dev.spinjvm.component.DirectFunction;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.io.Pollable;
import java.time.Instant;
import java.util.Map;

/// The bodies of the functions of `wasi:clocks`, by their component-model names.
public final class ClocksHost {
    private static final long MONOTONIC_RESOLUTION_NANOS = 1;
    private static final long WALL_RESOLUTION_NANOS = 1000;

    private ClocksHost() {}

    /// `wasi:clocks/monotonic-clock`.
    public static Map<String, HostFunction> monotonicClock() {
        DirectFunction now = call -> call.giveI64(now(call.store()));
        DirectFunction resolution = call -> call.giveI64(MONOTONIC_RESOLUTION_NANOS);
        DirectFunction instant = call -> call.give(timer(call.store(), saturate(call.i64(0))));
        DirectFunction duration = call -> call.give(timer(call.store(), saturate(now(call.store()) + saturate(call.i64(0)))));
        return Map.of("now", now, "resolution", resolution, "subscribe-instant", instant, "subscribe-duration", duration);
    }

    /// `wasi:clocks/wall-clock`.
    public static Map<String, HostFunction> wallClock() {
        return Map.of("now", (store, args) -> datetime(store.state(Clocks.class).wall().instant()), //
                "resolution", (store, args) -> datetime(Instant.ofEpochSecond(0, WALL_RESOLUTION_NANOS)));
    }

    /// The record `datetime`. Times before 1970 cannot be said and become 1970.
    public static Object[] datetime(Instant instant) {
        return instant.getEpochSecond() < 0
                ? new Object[]{0L, 0L}
                : new Object[]{instant.getEpochSecond(), (long) instant.getNano()};
    }

    private static long now(Store store) {
        return store.state(Clocks.class).monotonic().getAsLong();
    }

    /// Times beyond 292 years are as good as never.
    private static long saturate(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    private static Pollable timer(Store store, long deadline) {
        Clocks clocks = store.state(Clocks.class);
        return Pollable.timer(() -> deadline - clocks.monotonic().getAsLong());
    }
}
