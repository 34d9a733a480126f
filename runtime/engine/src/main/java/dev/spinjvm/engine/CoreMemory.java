package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A linear memory: one flat array of bytes and one dirty mark (a card) per 4 KiB.
///
/// Used by one thread at a time. Growth replaces the array, so callers fetch it again after every call
/// into a guest.
public final class CoreMemory implements Extern {

    static final int WASM_PAGE = 65536;
    static final int CARD_SHIFT = 12;
    static final int CARD_SIZE = 1 << CARD_SHIFT;
    /// A store marks the card of its last byte only, so up to this many bytes before a dirty card are dirty too.
    static final int STRADDLE = 7;

    /// An array has fewer than 2^31 elements.
    private static final int MAX_PAGES = 32767;

    private final MemoryDecl declared;
    private final Budget budget;
    private final int maxPages;
    private final List<FlatMemory> views = new ArrayList<>(1);
    /// The arrays that growth replaced since the last snapshot, the oldest first.
    private final List<byte[]> outgrown = new ArrayList<>(0);
    /// Arrays of greater sizes from earlier rounds, whose contents equal the image.
    private final List<byte[]> spares = new ArrayList<>(0);
    private @Nullable MemoryImage image;
    byte[] bytes;
    /// Not bytes, so that the JIT knows that marking a card changes no byte of the memory.
    short[] cards;

    CoreMemory(MemoryDecl declared, Budget budget) {
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

    /// The bytes, starting at address 0. The array may be longer than [#byteSize]; it is valid until a
    /// guest of this store runs. After writing into it, call [#written].
    public byte[] array() {
        return bytes;
    }

    /// The size in bytes.
    public int byteSize() {
        return bytes.length;
    }

    /// Tells that the host wrote `length` bytes at `offset`, so that a snapshot restores them.
    ///
    /// @throws IndexOutOfBoundsException if the range is not inside the memory
    public void written(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        mark(cards, offset, length);
    }

    static void mark(short[] cards, int offset, int length) {
        if (length > 0) {
            Arrays.fill(cards, offset >>> CARD_SHIFT, ((offset + length - 1) >>> CARD_SHIFT) + 1, (short) 1);
        }
    }

    /// Grows by `pages` of 64 KiB. Returns the former size in pages, or -1 if a limit forbids it or the
    /// Java heap has no room.
    public int grow(int pages) {
        int old = pages();
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
        replace(grown, grownCards);
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

    int pages() {
        return bytes.length / WASM_PAGE;
    }

    int maxPages() {
        return maxPages;
    }

    MemoryDecl declared() {
        return declared;
    }

    FlatMemory newView() {
        FlatMemory view = new FlatMemory(this);
        views.add(view);
        return view;
    }

    private void replace(byte[] nextBytes, short[] nextCards) {
        bytes = nextBytes;
        cards = nextCards;
        for (FlatMemory view : views) {
            view.refresh();
        }
    }

    /// Makes the present contents what [#restore] returns to.
    void snapshot(MemoryImage taken) {
        image = taken;
        outgrown.clear();
        spares.clear();
        Arrays.fill(cards, (short) 0);
    }

    /// Puts the contents of `taken` back.
    ///
    /// @throws IllegalStateException if a later snapshot was taken
    void restore(MemoryImage taken) {
        if (image != taken) {
            throw new IllegalStateException("a later snapshot was taken of this memory");
        }
        byte[] first = outgrown.isEmpty() ? bytes : outgrown.getFirst();
        short[] dirty = cards;
        clean(bytes, dirty, taken.bytes());
        for (byte[] array : outgrown) {
            clean(array, dirty, taken.bytes());
        }
        Arrays.fill(dirty, (short) 0);
        if (!outgrown.isEmpty()) {
            budget.giveBack((long) bytes.length - first.length);
            keepSpares();
            replace(first, newCards(first.length));
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

    private static void clean(byte[] array, short[] dirty, byte[] contents) {
        for (int card = nextDirty(dirty, 0); card >= 0; card = nextDirty(dirty, card + 1)) {
            int start = dirtyStart(card);
            int end = Math.min((card + 1) << CARD_SHIFT, array.length);
            int copied = Math.min(end, contents.length);
            if (start < copied) {
                System.arraycopy(contents, start, array, start, copied - start);
            }
            if (Math.max(start, copied) < end) {
                Arrays.fill(array, Math.max(start, copied), end, (byte) 0);
            }
        }
    }

    @Override
    public MemoryDecl type() {
        return new MemoryDecl(new Limits(pages(), declared.limits().max()), declared.shared(), false);
    }
}
