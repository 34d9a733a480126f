package dev.spinjvm.wasi.clocks;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The clocks of a store.
///
/// @param monotonic nanoseconds since an arbitrary origin; never negative, never decreases
/// @param wall the time of day
public record Clocks(LongSupplier monotonic, InstantSource wall) {

    /// The machine's clocks; the monotonic one starts at zero now.
    public static Clocks system() {
        long origin = System.nanoTime();
        return new Clocks(() -> System.nanoTime() - origin, InstantSource.system());
    }
}
