/* Runs one kernel as native code: native ROUNDS WARM-UP-MS SAMPLES prints median, least and first milliseconds of CPU time, and the checksum. */
#define _POSIX_C_SOURCE 199309L
#include "kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int order(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc != 4)
        return 2;
    u32 rounds = (u32)strtoul(argv[1], 0, 10), sum;
    double warm = strtod(argv[2], 0), start = now(), first;
    int samples = atoi(argv[3]);
    double *times = malloc((size_t)samples * sizeof *times);
    if (samples < 1 || !times)
        return 2;
    sum = run(rounds);
    first = now() - start;
    while (now() - start < warm)
        run(rounds);
    for (int i = 0; i < samples; i++) {
        double begin = now();
        if (run(rounds) != sum)
            return 3;
        times[i] = now() - begin;
    }
    qsort(times, (size_t)samples, sizeof *times, order);
    printf("%.3f %.3f %.3f %u\n", times[samples / 2], times[0], first, sum);
    free(times);
    return 0;
}
