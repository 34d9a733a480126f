/* Floating point: products of dense matrices of doubles. */
#include "kernel.h"

#define N 160

static double a[N][N], b[N][N], c[N][N];

u32 run(u32 rounds) {
    u32 seed = 7, sum = 2166136261u;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = (double)(next_random(&seed) % 2048) / 1024 - 1;
            b[i][j] = (double)(next_random(&seed) % 2048) / 1024 - 1;
        }
    for (u32 r = 0; r < rounds; r++) {
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                double s = 0;
                for (int k = 0; k < N; k++)
                    s += a[i][k] * b[k][j];
                c[i][j] = s;
            }
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                sum = mix(sum, (u32)(int)(c[i][j] * 4096));
                a[i][j] = c[i][j] / N;
            }
    }
    return sum;
}
