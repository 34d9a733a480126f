package dev.spinjvm.component.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A component function type. `async` is part of the type (Binary.md, opcode 0x43).
public record FuncType(boolean async, List<Param> params, @Nullable ValType result) {
    public FuncType {
        params = List.copyOf(params);
    }

    /// A named parameter.
    public record Param(String name, ValType type) {}
}
