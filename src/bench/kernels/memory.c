/* Bulk memory: copies and fills of many sizes, aligned and not, overlapping and not. */
#include "kernel.h"

#define SIZE (1 << 20)

static u8 from[SIZE], to[SIZE];

u32 run(u32 rounds) {
    u32 seed = 3, sum = 2166136261u;
    for (u32 i = 0; i < SIZE; i++)
        from[i] = (u8)(i * 2654435761u >> 24);
    for (u32 r = 0; r < rounds; r++) {
        __builtin_memcpy(to, from, SIZE);
        for (u32 i = 0; i < 400; i++) {
            u32 x = next_random(&seed);
            u32 length = i % 8 ? x & 1023 : x & 16383, at = (x >> 10) & (SIZE / 2 - 1);
            __builtin_memset(to + at, (int)i, length);
            __builtin_memcpy(to + at + length, from + at + 1, length);
            __builtin_memmove(from + at + (x & 63), from + at, length);
        }
        __builtin_memset(from + (r & 255) * 1024, (int)r, SIZE / 4);
        for (u32 i = 0; i < SIZE; i += 4093)
            sum = mix(sum, (u32)to[i] << 8 | from[i]);
    }
    return sum;
}
