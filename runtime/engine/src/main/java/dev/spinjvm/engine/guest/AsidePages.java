package dev.spinjvm.engine.guest;

import java.util.Arrays;

/// What a memory holds beyond its image, while it has no array of its own. Immutable.
public final class AsidePages {
    private static final int PAGE = 1 << LinearMemory.CARD_SHIFT;
    /// Marked pages are compared in pieces of this many bytes: a guest often writes a few words of a page, and much of what it
    /// writes was there already.
    private static final int GRAIN = 64;
    private static final byte[] ZEROS = new byte[GRAIN];

    private final int size;
    /// The beginning and the end of each run of bytes that differ.
    private final int[] spans;
    /// The bytes of all runs, one after the other.
    private final byte[] contents;

    private AsidePages(int size, int[] spans, byte[] contents) {
        this.size = size;
        this.spans = spans;
        this.contents = contents;
    }

    /// Copies what differs from the image.
    ///
    /// @param cards the marks of the pages of `bytes` that were written since it equalled the image
    /// @param straddle how many bytes before a marked page may have been written too
    /// @param image what the memory began with; zeros follow
    public static AsidePages of(byte[] bytes, short[] cards, int straddle, byte[] image) {
        var found = new Spans();
        for (int card = 0; card < cards.length; card++) {
            if (cards[card] == 0) {
                continue;
            }
            int start = Math.max(0, card * PAGE - straddle) / GRAIN * GRAIN;
            while (card + 1 < cards.length && cards[card + 1] != 0) {
                card++;
            }
            int end = Math.min((card + 1) * PAGE, bytes.length);
            for (int at = start; at < end; at += GRAIN) {
                int next = Math.min(at + GRAIN, end);
                if (differs(bytes, at, next, image)) {
                    found.add(at, next);
                }
            }
        }
        int[] spans = found.toArray();
        byte[] contents = new byte[found.bytes];
        int to = 0;
        for (int i = 0; i < spans.length; i += 2) {
            int length = spans[i + 1] - spans[i];
            System.arraycopy(bytes, spans[i], contents, to, length);
            to += length;
        }
        return new AsidePages(bytes.length, spans, contents);
    }

    private static boolean differs(byte[] bytes, int from, int to, byte[] image) {
        int imageFrom = Math.min(from, image.length);
        int imageTo = Math.min(to, image.length);
        int covered = imageTo - imageFrom;
        return !Arrays.equals(bytes, from, from + covered, image, imageFrom, imageTo)
                || !Arrays.equals(bytes, from + covered, to, ZEROS, 0, to - from - covered);
    }

    /// The size of the memory in bytes.
    public int size() {
        return size;
    }

    /// The bytes held here.
    public long kept() {
        return contents.length + (long) spans.length * Integer.BYTES;
    }

    /// Writes the runs into an array of [#size] that equals the image, and marks their pages.
    public void into(byte[] bytes, short[] cards) {
        int from = 0;
        for (int i = 0; i < spans.length; i += 2) {
            int length = spans[i + 1] - spans[i];
            System.arraycopy(contents, from, bytes, spans[i], length);
            Arrays.fill(cards, spans[i] / PAGE, (spans[i + 1] - 1) / PAGE + 1, (short) 1);
            from += length;
        }
    }

    /// Runs in ascending order.
    private static final class Spans {
        private int[] ends = new int[32];
        private int count;
        private int bytes;

        void add(int from, int to) {
            bytes += to - from;
            if (count > 0 && ends[count - 1] == from) {
                ends[count - 1] = to;
                return;
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, 2 * count);
            }
            ends[count++] = from;
            ends[count++] = to;
        }

        int[] toArray() {
            return Arrays.copyOf(ends, count);
        }
    }
}
