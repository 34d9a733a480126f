package dev.spinjvm.component.compose;

/// Thrown through code without checked exceptions; becomes a [ComposeException] at the boundary.
final class NotComposable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotComposable(String message) {
        super(message);
    }
}
