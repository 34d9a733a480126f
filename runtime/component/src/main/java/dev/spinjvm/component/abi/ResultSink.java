package dev.spinjvm.component.abi;

import org.jspecify.annotations.Nullable;

/// Receives the lifted result of a call before the callee's post-return function runs (`on_resolve` of the specification).
@FunctionalInterface
interface ResultSink {
    void accept(@Nullable Object result);
}
