package dev.spinjvm.wasi.random;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The random numbers of a store. Used on the guest's thread only.
///
/// @param secure a cryptographically secure generator; may be shared between stores if it is thread-safe
/// @param insecure a generator for hash maps and the like
/// @param seedLower first half of the insecure seed, which stays the same as long as the store lives
/// @param seedUpper second half of the insecure seed
public record RandomSource(RandomGenerator secure, RandomGenerator insecure, long seedLower, long seedUpper) {

    /// Secure numbers from `secure`; the others are drawn from one seed taken from it.
    public static RandomSource of(SecureRandom secure) {
        SplittableRandom insecure = new SplittableRandom(secure.nextLong());
        return new RandomSource(secure, insecure, insecure.nextLong(), insecure.nextLong());
    }
}
