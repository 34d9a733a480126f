package dev.spinjvm.component.validation;

/// Counts the steps of everything that walks types. Types share parts, so a file of a few hundred bytes can describe a
/// type whose expansion is larger than memory; the bound turns that into an error.
final class Work {
    /// Some hundred times what the largest known components need.
    private static final long MAX_STEPS = 50_000_000;
    /// Deeper than any type a person wrote, shallow enough for recursion on a small stack.
    static final int MAX_DEPTH = 100;

    private long steps;

    /// @throws TooComplexException if the component has used up its steps
    void step() {
        if (++steps > MAX_STEPS) {
            throw new TooComplexException("the types of the component are too complex");
        }
    }

    /// Thrown through code without checked exceptions; becomes an [InvalidComponentException] at the boundary.
    static final class TooComplexException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooComplexException(String message) {
            super(message);
        }
    }
}
