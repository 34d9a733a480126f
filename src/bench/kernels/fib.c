/* Calls: the doubly recursive Fibonacci numbers. */
#include "kernel.h"

static u32 fib(u32 n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

u32 run(u32 rounds) {
    u32 sum = 2166136261u;
    for (u32 i = 0; i < rounds; i++)
        sum = mix(sum, fib(26 + i % 3));
    return sum;
}
