package dev.spinjvm.component.compose;

import org.jspecify.annotations.Nullable;

/// How a function answers a component that may not use it.
public sealed interface Denial {

    /// `err` with a case of the error type.
    ///
    /// @param payload the text that the case carries, null for none
    record Fail(String errorCase, @Nullable String payload) implements Denial {}

    /// `err` with a case that carries the first argument, a string.
    record FailWithArgument(String errorCase) implements Denial {}

    /// There is nothing: an empty list, or `none`.
    record Nothing() implements Denial {}

    /// Success that leads nowhere: `ok` without payload, or a resource whose other functions deny.
    record Pretend() implements Denial {}

    /// It cannot be called without something that was denied before: it traps.
    record Trap() implements Denial {}
}
