package dev.spinjvm.component.validation;

import java.util.List;

/// What the parts of one validation share: the types seen so far, and where in the file the validator is.
final class Context {
    private final Types types = new Types(new Work());
    private int offset;

    Types types() {
        return types;
    }

    void at(int definitionOffset) {
        offset = definitionOffset;
    }

    int offset() {
        return offset;
    }

    InvalidComponentException invalid(String message) {
        return new InvalidComponentException(message, offset);
    }

    /// The element of an index space.
    ///
    /// @param what the sort, for the message
    <T> T get(List<T> space, int index, String what) throws InvalidComponentException {
        check(space.size(), index, what);
        return space.get(index);
    }

    void check(int size, int index, String what) throws InvalidComponentException {
        if (index < 0 || index >= size) {
            throw invalid(
                    "unknown " + what + " " + Integer.toUnsignedString(index) + ": " + what + " index out of bounds");
        }
    }
}
