/* Indirect calls: a generic sort whose comparison is a function chosen at run time. */
#include "kernel.h"

#define COUNT 60000

struct item {
    u32 key;
    u32 order;
};

static struct item items[COUNT];

typedef int (*compare)(const void *, const void *);

static int ascending(const void *x, const void *y) {
    u32 a = ((const struct item *)x)->key, b = ((const struct item *)y)->key;
    return (a > b) - (a < b);
}

static int descending(const void *x, const void *y) {
    return ascending(y, x);
}

static int by_low_bits(const void *x, const void *y) {
    u32 a = ((const struct item *)x)->key & 0xffff, b = ((const struct item *)y)->key & 0xffff;
    return a != b ? (a > b) - (a < b) : ascending(x, y);
}

static int by_order(const void *x, const void *y) {
    u32 a = ((const struct item *)x)->order, b = ((const struct item *)y)->order;
    return (a > b) - (a < b);
}

/* Volatile, so that no compiler can know which function it will be. */
static compare volatile comparisons[4] = {ascending, descending, by_low_bits, by_order};

static void swap(u8 *a, u8 *b, u32 size) {
    for (u32 i = 0; i < size; i += 4) {
        u32 t = *(u32 *)(void *)(a + i);
        *(u32 *)(void *)(a + i) = *(u32 *)(void *)(b + i);
        *(u32 *)(void *)(b + i) = t;
    }
}

static void sort(u8 *base, u32 count, u32 size, compare order) {
    while (count > 12) {
        u8 *middle = base + count / 2 * size, *last = base + (count - 1) * size;
        if (order(middle, base) < 0)
            swap(middle, base, size);
        if (order(last, base) < 0)
            swap(last, base, size);
        if (order(last, middle) < 0)
            swap(last, middle, size);
        swap(base, middle, size);
        u8 *low = base, *high = last + size;
        for (;;) {
            do
                low += size;
            while (low < last && order(low, base) < 0);
            do
                high -= size;
            while (order(base, high) < 0);
            if (low >= high)
                break;
            swap(low, high, size);
        }
        swap(base, high, size);
        u32 left = (u32)(high - base) / size;
        if (left < count - left - 1) {
            sort(base, left, size, order);
            base = high + size;
            count -= left + 1;
        } else {
            sort(high + size, count - left - 1, size, order);
            count = left;
        }
    }
    for (u32 i = 1; i < count; i++)
        for (u8 *at = base + i * size; at > base && order(at - size, at) > 0; at -= size)
            swap(at, at - size, size);
}

u32 run(u32 rounds) {
    u32 seed = 5, sum = 2166136261u;
    for (u32 i = 0; i < COUNT; i++) {
        items[i].key = next_random(&seed);
        items[i].order = next_random(&seed);
    }
    for (u32 r = 0; r < rounds; r++) {
        sort((u8 *)items, COUNT, sizeof(struct item), comparisons[r & 3]);
        for (u32 i = 0; i < COUNT; i += 97)
            sum = mix(sum, items[i].key);
        for (u32 i = 0; i < COUNT; i++)
            items[i].order = next_random(&seed);
    }
    return sum;
}
