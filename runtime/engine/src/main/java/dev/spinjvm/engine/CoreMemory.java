package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A linear memory: one flat array of bytes and one dirty mark per 4 KiB page.
///
/// Used by one thread at a time. Growth replaces the array, so callers fetch it again after every call
/// into a guest.
public final class CoreMemory implements Extern {

    static final int WASM_PAGE = 65536;
    static final int CARD_SHIFT = 12;
    static final int CARD_SIZE = 1 << CARD_SHIFT;
    private static final int MAX_PAGES = 32767;

    private final MemoryDecl declared;
    private final int maxPages;
    private final List<FlatMemory> views = new ArrayList<>(1);
    byte[] bytes;
    byte[] cards;

    CoreMemory(MemoryDecl declared, long maxBytes) {
        this.declared = declared;
        long declaredMax = declared.limits().max().orElse(MAX_PAGES);
        this.maxPages = (int) Math.min(Math.min(declaredMax, MAX_PAGES), maxBytes / WASM_PAGE);
        long min = declared.limits().min();
        if (min > maxPages) {
            throw new LinkException("memory of " + min + " pages of 64 KiB passes the limit of " + maxPages + " pages");
        }
        this.bytes = new byte[(int) min * WASM_PAGE];
        this.cards = new byte[cardCount(bytes.length)];
    }

    private static int cardCount(int size) {
        return size >>> CARD_SHIFT;
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
        if (length > 0) {
            Arrays.fill(cards, offset >>> CARD_SHIFT, (offset + length - 1 >>> CARD_SHIFT) + 1, (byte) 1);
        }
    }

    /// Grows by `pages` of 64 KiB. Returns the former size in pages, or -1 if a limit forbids it.
    public int grow(int pages) {
        int old = pages();
        if (pages < 0 || pages > maxPages - old) {
            return -1;
        }
        if (pages == 0) {
            return old;
        }
        byte[] grown;
        try {
            grown = Arrays.copyOf(bytes, (old + pages) * WASM_PAGE);
        } catch (OutOfMemoryError e) {
            return -1;
        }
        cards = Arrays.copyOf(cards, cardCount(grown.length));
        replaceBytes(grown);
        return old;
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

    void replaceBytes(byte[] next) {
        bytes = next;
        for (FlatMemory view : views) {
            view.refresh();
        }
    }

    @Override
    public MemoryDecl type() {
        return new MemoryDecl(new Limits(pages(), declared.limits().max()), declared.shared(), false);
    }
}
