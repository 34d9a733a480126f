package dev.spinjvm.wasi.random;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The random numbers of a store. Nothing is drawn before a guest asks, because most guests never do. Used on the guest's
/// thread only.
public final class RandomSource {
    private final Supplier<? extends RandomGenerator> origin;
    private @Nullable RandomGenerator secure;
    private @Nullable RandomGenerator insecure;
    private long @Nullable [] seed;

    private RandomSource(Supplier<? extends RandomGenerator> origin) {
        this.origin = origin;
    }

    /// The machine's secure random numbers.
    public static RandomSource system() {
        return new RandomSource(SecureRandom::new);
    }

    /// Numbers from `secure`, which the insecure ones are derived from as well.
    ///
    /// @param secure cryptographically secure; may be shared between stores if it is thread-safe
    public static RandomSource of(RandomGenerator secure) {
        return new RandomSource(() -> secure);
    }

    /// Cryptographically secure numbers.
    RandomGenerator secure() {
        RandomGenerator present = secure;
        if (present == null) {
            present = origin.get();
            secure = present;
        }
        return present;
    }

    /// Numbers for hash maps and the like.
    RandomGenerator insecure() {
        RandomGenerator present = insecure;
        if (present == null) {
            present = new SplittableRandom(secure().nextLong());
            insecure = present;
        }
        return present;
    }

    /// Both halves of the insecure seed, which stays the same as long as the store lives.
    long[] seed() {
        long[] present = seed;
        if (present == null) {
            present = new long[]{insecure().nextLong(), insecure().nextLong()};
            seed = present;
        }
        return present;
    }
}
