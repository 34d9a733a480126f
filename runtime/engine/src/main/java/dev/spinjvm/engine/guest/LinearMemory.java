package dev.spinjvm.engine.guest;

import dev.spinjvm.engine.LinkException;
import dev.spinjvm.engine.MemoryDecl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A linear memory: one flat array of bytes and one dirty mark (a card) per 4 KiB.
///
/// Compiled code keeps the arrays in local variables and fetches them again after whatever may grow the memory. Used by
/// one thread at a time.
public final class LinearMemory {

    public static final int WASM_PAGE = 65536;
    public static final int CARD_SHIFT = 12;

    /// A store marks the card of its last byte only, so up to this many bytes before a dirty card are dirty too.
    private static final int STRADDLE = 15;
    /// An array has fewer than 2^31 elements.
    private static final int MAX_PAGES = 32767;
    private static final byte[] NOTHING = {};
    private static final short[] NO_CARDS = {};
    private static final Duration FOREVER = Duration.ofDays(36500);

    /// The contents; the length is the memory's size.
    public byte[] bytes;
    /// One mark for each 4 KiB page; a store sets the mark of the page of its last byte. Not bytes, so that the JIT knows
    /// that a mark changes no byte of the memory.
    public short[] cards;

    private final MemoryDecl declared;
    private final Budget budget;
    private final int maxPages;
    /// The arrays that growth replaced since the last snapshot, the oldest first.
    private final List<byte[]> outgrown = new ArrayList<>(0);
    /// Arrays of greater sizes from earlier rounds, whose contents equal the image.
    private final List<byte[]> spares = new ArrayList<>(0);
    private byte @Nullable [] image;
    /// What the memory holds while it is set aside.
    private @Nullable AsidePages aside;
    private int snapshots;

    /// A memory of the least size, all zero.
    ///
    /// @throws LinkException if the budget or the Java heap has no room for it
    public LinearMemory(MemoryDecl declared, Budget budget) {
        this.declared = declared;
        this.budget = budget;
        this.maxPages = (int) Math.min(declared.limits().max().orElse(MAX_PAGES), MAX_PAGES);
        long min = declared.limits().min();
        if (min > MAX_PAGES || !budget.take(min * WASM_PAGE)) {
            throw new LinkException("memory of " + min + " pages of 64 KiB passes the limit of memory");
        }
        try {
            this.bytes = new byte[(int) min * WASM_PAGE];
        } catch (OutOfMemoryError e) {
            throw new LinkException("no room for a memory of " + min + " pages of 64 KiB");
        }
        this.cards = newCards(bytes.length);
    }

    private static short[] newCards(int size) {
        return new short[size >>> CARD_SHIFT];
    }

    public MemoryDecl declared() {
        return declared;
    }

    /// The size in pages of 64 KiB.
    public int size() {
        return bytes.length >>> 16;
    }

    /// `memory.grow`: the former size in pages, or -1 if a limit forbids it or the Java heap has no room.
    public int grow(int pages) {
        int old = size();
        if (pages < 0 || pages > maxPages - old) {
            return -1;
        }
        if (pages == 0) {
            return old;
        }
        if (!budget.take((long) pages * WASM_PAGE)) {
            return -1;
        }
        int size = (old + pages) * WASM_PAGE;
        byte[] grown = takeSpare(size);
        short[] grownCards;
        try {
            if (grown == null) {
                grown = Arrays.copyOf(bytes, size);
            }
            grownCards = Arrays.copyOf(cards, size >>> CARD_SHIFT);
        } catch (OutOfMemoryError e) {
            budget.giveBack((long) pages * WASM_PAGE);
            return -1;
        }
        if (image != null) {
            outgrown.add(bytes);
        }
        bytes = grown;
        cards = grownCards;
        return old;
    }

    /// A spare equals the image, so the pages written since are all that it lacks.
    private byte @Nullable [] takeSpare(int size) {
        for (byte[] spare : spares) {
            if (spare.length == size) {
                spares.remove(spare);
                for (int card = nextDirty(cards, 0); card >= 0; card = nextDirty(cards, card + 1)) {
                    int start = dirtyStart(card);
                    System.arraycopy(bytes, start, spare, start, ((card + 1) << CARD_SHIFT) - start);
                }
                return spare;
            }
        }
        return null;
    }

    /// `memory.fill`; all numbers unsigned.
    ///
    /// @throws dev.spinjvm.engine.TrapException out of bounds memory access
    public void fill(int start, int value, int length) {
        check(start, length, bytes.length);
        Arrays.fill(bytes, start, start + length, (byte) value);
        mark(start, length);
    }

    /// `memory.copy` from `source`, which may be this memory.
    ///
    /// @throws dev.spinjvm.engine.TrapException out of bounds memory access
    public void copy(int to, int from, int length, LinearMemory source) {
        check(to, length, bytes.length);
        check(from, length, source.bytes.length);
        System.arraycopy(source.bytes, from, bytes, to, length);
        mark(to, length);
    }

    /// `memory.init` from a segment.
    ///
    /// @throws dev.spinjvm.engine.TrapException out of bounds memory access
    public void init(int to, int from, int length, byte[] segment) {
        check(to, length, bytes.length);
        check(from, length, segment.length);
        System.arraycopy(segment, from, bytes, to, length);
        mark(to, length);
    }

    private static void check(int start, int length, int limit) {
        if (start < 0 || length < 0 || length > limit - start) {
            throw Traps.memoryOutOfBounds();
        }
    }

    /// Tells that `length` bytes at `start`, which are inside the memory, were written without marking them.
    public void mark(int start, int length) {
        if (length > 0) {
            Arrays.fill(cards, start >>> CARD_SHIFT, ((start + length - 1) >>> CARD_SHIFT) + 1, (short) 1);
        }
    }

    /// The rest of `memory.atomic.wait`: nobody can wake the only thread of a store, so a wait ends by its time-out or by
    /// interruption.
    ///
    /// @param equal whether the memory holds the expected value
    /// @param nanos how long to wait, without end if negative
    /// @return 1 if not equal, 2 if timed out
    public int waitFor(boolean equal, long nanos) {
        if (!declared.shared()) {
            throw Traps.expectedSharedMemory();
        }
        if (!equal) {
            return 1;
        }
        try {
            Thread.sleep(nanos < 0 ? FOREVER : Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Traps.interrupted();
        }
        return 2;
    }

    /// Gives up the array while the guest waits in a host function, and keeps only what differs from the image of the last
    /// snapshot. Until [#bringBack] nobody may look into the memory. Called by any thread, if it sees what the guest's own one
    /// did last.
    ///
    /// @return the bytes that are still held
    /// @throws IllegalStateException if no snapshot was taken
    public long setAside() {
        byte[] present = image;
        if (present == null) {
            throw new IllegalStateException("a memory without a snapshot cannot be set aside");
        }
        AsidePages pages = aside;
        if (pages == null) {
            pages = AsidePages.of(bytes, cards, STRADDLE, present);
            aside = pages;
            outgrown.clear();
            spares.clear();
            bytes = NOTHING;
            cards = NO_CARDS;
        }
        return pages.kept();
    }

    /// Undoes [#setAside].
    public void bringBack() {
        AsidePages pages = aside;
        byte[] present = image;
        if (pages == null || present == null) {
            return;
        }
        byte[] contents = Arrays.copyOf(present, pages.size());
        if (contents.length > present.length) {
            outgrown.add(present.clone());
        }
        short[] marks = newCards(contents.length);
        pages.into(contents, marks);
        aside = null;
        bytes = contents;
        cards = marks;
    }

    /// The bytes of the Java heap that the memory holds, those of arrays that growth replaced and of spares included.
    public long held() {
        AsidePages pages = aside;
        long sum = pages == null ? bytes.length : pages.kept();
        for (byte[] array : outgrown) {
            sum += array.length;
        }
        for (byte[] array : spares) {
            sum += array.length;
        }
        return sum;
    }

    private static int nextDirty(short[] cards, int from) {
        for (int i = from; i < cards.length; i++) {
            if (cards[i] != 0) {
                return i;
            }
        }
        return -1;
    }

    private static int dirtyStart(int card) {
        return Math.max(0, (card << CARD_SHIFT) - STRADDLE);
    }

    /// Makes the present contents what [#restore] returns to.
    ///
    /// @param taken an array that equals the contents and is never written
    /// @return a number for [#restore]
    public int snapshot(byte[] taken) {
        image = taken;
        outgrown.clear();
        spares.clear();
        Arrays.fill(cards, (short) 0);
        return ++snapshots;
    }

    /// Puts the contents of the snapshot back.
    ///
    /// @throws IllegalStateException if a later snapshot was taken
    public void restore(int snapshot) {
        byte[] taken = image;
        if (taken == null || snapshot != snapshots) {
            throw new IllegalStateException("a later snapshot was taken of this memory");
        }
        byte[] first = outgrown.isEmpty() ? bytes : outgrown.getFirst();
        short[] dirty = cards;
        clean(dirty, taken);
        Arrays.fill(dirty, (short) 0);
        if (!outgrown.isEmpty()) {
            budget.giveBack((long) bytes.length - first.length);
            keepSpares();
            bytes = first;
            cards = newCards(first.length);
        }
    }

    /// Of a round's arrays the smallest and the greatest grown ones are kept for the next round.
    private void keepSpares() {
        spares.clear();
        spares.add(bytes);
        if (outgrown.size() > 1) {
            spares.add(outgrown.get(1));
        }
        outgrown.clear();
    }

    private void clean(short[] dirty, byte[] contents) {
        for (int card = nextDirty(dirty, 0); card >= 0; card = nextDirty(dirty, card + 1)) {
            int start = dirtyStart(card);
            int last = card;
            while (last + 1 < dirty.length && dirty[last + 1] != 0) {
                last++;
            }
            int end = (last + 1) << CARD_SHIFT;
            clean(bytes, start, end, contents);
            for (byte[] array : outgrown) {
                clean(array, start, Math.min(end, array.length), contents);
            }
            card = last;
        }
    }

    private static void clean(byte[] array, int start, int end, byte[] contents) {
        int copied = Math.min(end, contents.length);
        if (start < copied) {
            System.arraycopy(contents, start, array, start, copied - start);
        }
        if (Math.max(start, copied) < end) {
            Arrays.fill(array, Math.max(start, copied), end, (byte) 0);
        }
    }
}
