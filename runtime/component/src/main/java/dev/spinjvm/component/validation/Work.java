package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.ResourceType;

/// Counts the steps of everything that walks types. Types share parts, so a file of a few hundred bytes can describe a
/// type whose expansion is larger than memory; the bound turns that into an error.
final class Work {
    /// Some five hundred times what the largest known components need.
    private static final long MAX_STEPS = 2_000_000;
    private static final int MAX_RESOURCES = 10_000;
    /// Deeper than any type a person wrote, shallow enough for recursion on a small stack.
    static final int MAX_DEPTH = 100;

    private long steps;
    private int resources;

    /// @throws TooComplexException if the component has used up its steps
    void step() {
        steps(1);
    }

    void steps(int count) {
        steps += count;
        if (steps > MAX_STEPS) {
            throw new TooComplexException("the types of the component are too complex");
        }
    }

    /// A new resource type. Instance types that contain each other can multiply them.
    ResourceType newResource(String name) {
        if (++resources > MAX_RESOURCES) {
            throw new TooComplexException("the component has too many resource types");
        }
        return new ResourceType(name);
    }

    /// Thrown through code without checked exceptions; becomes an [InvalidComponentException] at the boundary.
    static final class TooComplexException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooComplexException(String message) {
            super(message);
        }
    }
}
