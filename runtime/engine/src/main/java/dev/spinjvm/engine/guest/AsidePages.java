package dev.spinjvm.engine.guest;

import java.util.Arrays;

/// What a memory holds beyond its image, while it has no array of its own. Immutable.
public final class AsidePages {
    private static final int PAGE = 1 << LinearMemory.CARD_SHIFT;

    private final int size;
    /// Where each of the runs begins, and after the last one nothing.
    private final int[] starts;
    private final byte[][] runs;

    private AsidePages(int size, int[] starts, byte[][] runs) {
        this.size = size;
        this.starts = starts;
        this.runs = runs;
    }

    /// Copies what differs from the image.
    ///
    /// @param cards the marks of the pages of `bytes` that were written since it equalled the image
    /// @param straddle how many bytes before a marked page may have been written too
    /// @param image what the memory began with; zeros follow
    public static AsidePages of(byte[] bytes, short[] cards, int straddle, byte[] image) {
        int[] starts = new int[8];
        byte[][] runs = new byte[8][];
        int count = 0;
        for (int card = 0; card < cards.length; card++) {
            if (cards[card] == 0) {
                continue;
            }
            int start = Math.max(0, card * PAGE - straddle);
            while (card + 1 < cards.length && cards[card + 1] != 0) {
                card++;
            }
            if (count == runs.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                runs = Arrays.copyOf(runs, 2 * count);
            }
            int last = lastDifference(bytes, start, Math.min((card + 1) * PAGE, bytes.length), image);
            if (last >= start) {
                starts[count] = start;
                runs[count] = Arrays.copyOfRange(bytes, start, last + 1);
                count++;
            }
        }
        return new AsidePages(bytes.length, Arrays.copyOf(starts, count), Arrays.copyOf(runs, count));
    }

    /// Much of what is marked was written with what was there, zeros at the end of a stack or heap above all.
    private static int lastDifference(byte[] bytes, int start, int end, byte[] image) {
        int at = end - 1;
        while (at >= start && bytes[at] == (at < image.length ? image[at] : 0)) {
            at--;
        }
        return at;
    }

    /// The size of the memory in bytes.
    public int size() {
        return size;
    }

    /// The bytes held here.
    public long kept() {
        long sum = 0;
        for (byte[] run : runs) {
            sum += run.length;
        }
        return sum;
    }

    /// Writes the pages into an array of [#size] that equals the image, and marks them.
    public void into(byte[] bytes, short[] cards) {
        for (int i = 0; i < runs.length; i++) {
            byte[] run = runs[i];
            System.arraycopy(run, 0, bytes, starts[i], run.length);
            Arrays.fill(cards, starts[i] / PAGE, (starts[i] + run.length - 1) / PAGE + 1, (short) 1);
        }
    }
}
