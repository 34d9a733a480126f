package dev.spinjvm.component.binary;

import java.util.List;
import java.util.OptionalInt;

/// The options of a canonical definition in the order of the file, duplicates included: refusing those is validation's
/// work. The accessors answer from the first option of their kind (Binary.md, `opts`).
public record CanonOptions(List<Option> options) {

    public CanonOptions {
        options = List.copyOf(options);
    }

    public static final CanonOptions NONE = new CanonOptions(List.of());

    /// One option.
    public sealed interface Option {}

    /// How strings lie in linear memory.
    public enum StringEncoding implements Option {
        UTF8, UTF16, LATIN1_UTF16
    }

    /// Options without an index.
    public enum Flag implements Option {
        ASYNC
    }

    /// @param index core memory index
    public record Memory(int index) implements Option {}

    /// @param index core function index
    public record Realloc(int index) implements Option {}

    /// @param index core function index
    public record PostReturn(int index) implements Option {}

    /// @param index core function index
    public record Callback(int index) implements Option {}

    /// The encoding, UTF-8 if none is given.
    public StringEncoding encoding() {
        for (var option : options) {
            if (option instanceof StringEncoding encoding) {
                return encoding;
            }
        }
        return StringEncoding.UTF8;
    }

    public boolean async() {
        return options.contains(Flag.ASYNC);
    }

    public OptionalInt memory() {
        for (var option : options) {
            if (option instanceof Memory memory) {
                return OptionalInt.of(memory.index());
            }
        }
        return OptionalInt.empty();
    }

    public OptionalInt realloc() {
        for (var option : options) {
            if (option instanceof Realloc realloc) {
                return OptionalInt.of(realloc.index());
            }
        }
        return OptionalInt.empty();
    }

    public OptionalInt postReturn() {
        for (var option : options) {
            if (option instanceof PostReturn postReturn) {
                return OptionalInt.of(postReturn.index());
            }
        }
        return OptionalInt.empty();
    }

    public OptionalInt callback() {
        for (var option : options) {
            if (option instanceof Callback callback) {
                return OptionalInt.of(callback.index());
            }
        }
        return OptionalInt.empty();
    }
}
