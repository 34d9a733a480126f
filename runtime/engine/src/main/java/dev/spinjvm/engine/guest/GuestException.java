package dev.spinjvm.engine.guest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A WebAssembly exception on its way to a handler; also the value of an exception reference.
public final class GuestException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// The tag by which handlers are chosen.
    public final transient GuestTag tag;
    /// The values thrown with it, by position: numbers here, references and vectors in the other array.
    public final transient long[] words;
    public final transient @Nullable Object[] references;

    /// @param words copied
    /// @param references copied
    public GuestException(GuestTag tag, int count, long[] words, @Nullable Object[] references) {
        super(null, null, false, false);
        this.tag = tag;
        this.words = Arrays.copyOf(words, count);
        this.references = Arrays.copyOf(references, count);
    }
}
