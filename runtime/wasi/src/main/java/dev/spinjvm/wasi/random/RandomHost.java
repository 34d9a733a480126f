package dev.spinjvm.wasi.random;

import dev.spinjvm.component.DirectFunction;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.io.WasiTrap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The bodies of the functions of `wasi:random`, by their component-model names.
public final class RandomHost {
    /// The most bytes that one call gives; a guest that asks for more traps, because the length is a promise.
    static final long MAX_BYTES = 64L << 20;

    private RandomHost() {}

    /// `wasi:random/random`.
    public static Map<String, HostFunction> random() {
        DirectFunction bytes = call -> call.give(bytes(source(call.store()).secure(), call.i64(0)));
        DirectFunction number = call -> call.giveI64(source(call.store()).secure().nextLong());
        return Map.of("get-random-bytes", bytes, "get-random-u64", number);
    }

    /// `wasi:random/insecure`.
    public static Map<String, HostFunction> insecure() {
        DirectFunction bytes = call -> call.give(bytes(source(call.store()).insecure(), call.i64(0)));
        DirectFunction number = call -> call.giveI64(source(call.store()).insecure().nextLong());
        return Map.of("get-insecure-random-bytes", bytes, "get-insecure-random-u64", number);
    }

    /// `wasi:random/insecure-seed`.
    public static Map<String, HostFunction> insecureSeed() {
        return Map.of("insecure-seed", (store, args) -> {
            long[] seed = source(store).seed();
            return new Object[]{seed[0], seed[1]};
        });
    }

    private static RandomSource source(Store store) {
        return store.state(RandomSource.class);
    }

    private static byte[] bytes(RandomGenerator generator, long length) {
        if (Long.compareUnsigned(length, MAX_BYTES) > 0) {
            throw new WasiTrap("request for " + Long.toUnsignedString(length) + " random bytes exceeds the limit of " + MAX_BYTES);
        }
        byte[] bytes = new byte[(int) length];
        generator.nextBytes(bytes);
        return bytes;
    }
}
