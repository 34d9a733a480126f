package dev.spinjvm.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntSupplier;

/// CPU times of repeated calls on the calling thread, in milliseconds.
///
/// CPU time, because it says the same on a busy machine as on a quiet one; compiler and collector threads are not
/// counted.
///
/// @param median of the calls after the warm-up
/// @param least of the calls after the warm-up
/// @param first the very first call
/// @param sum what every call returned, as an unsigned number
record CpuTimes(double median, double least, double first, long sum) {

    /// Calls `work` for at least `warmUpMillis` of CPU time, then `samples` times more.
    ///
    /// @throws IllegalStateException if the calls do not all return the same
    static CpuTimes measure(IntSupplier work, double warmUpMillis, int samples) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double start = now(threads);
        int sum = work.getAsInt();
        double first = now(threads) - start;
        while (now(threads) - start < warmUpMillis) {
            expect(sum, work.getAsInt());
        }
        double[] times = new double[samples];
        for (int i = 0; i < samples; i++) {
            double begin = now(threads);
            int again = work.getAsInt();
            times[i] = now(threads) - begin;
            expect(sum, again);
        }
        Arrays.sort(times);
        return new CpuTimes(times[samples / 2], times[0], first, Integer.toUnsignedLong(sum));
    }

    private static void expect(int sum, int again) {
        if (again != sum) {
            throw new IllegalStateException("one call returned " + sum + ", another " + again);
        }
    }

    private static double now(ThreadMXBean threads) {
        return threads.getCurrentThreadCpuTime() / 1e6;
    }

    /// The line that every peer of a side-by-side run prints.
    String line() {
        return String.format(Locale.ROOT, "%.3f %.3f %.3f %d", median, least, first, sum);
    }
}
