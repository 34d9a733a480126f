/* What every kernel shares: one exported function and no library at all. */
#ifndef KERNEL_H
#define KERNEL_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#ifdef __wasm__
#define EXPORT __attribute__((export_name("run")))
#else
#define EXPORT
#endif

/* Does the work `rounds` times over and returns a checksum of all of it; each call starts from the same state. */
EXPORT u32 run(u32 rounds);

static inline u32 mix(u32 sum, u32 value) {
    return (sum ^ value) * 16777619u;
}

/* The next number of a fixed pseudo-random row (xorshift). */
static inline u32 next_random(u32 *state) {
    u32 x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

#endif
