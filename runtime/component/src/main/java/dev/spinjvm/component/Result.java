package dev.spinjvm.component;

import org.jspecify.annotations.Nullable;

/// A value of the component type `result`. Payloads are null where the type has none.
public sealed interface Result {
    /// `ok` without payload.
    Result OK = new Ok(null);

    static Result ok(@Nullable Object value) {
        return new Ok(value);
    }

    static Result err(@Nullable Object error) {
        return new Err(error);
    }

    record Ok(@Nullable Object value) implements Result {}

    record Err(@Nullable Object error) implements Result {}
}
