package dev.spinjvm.component.abi;

import dev.spinjvm.engine.CoreFunction;
import dev.spinjvm.engine.CoreMemory;
import org.jspecify.annotations.Nullable;

/// The options of one canonical definition, bound to the core definitions of one instance
/// (CanonicalABI.md, "Canonical ABI Options").
public record CanonicalOptions(InstanceState instance, @Nullable CoreMemory memory, @Nullable CoreFunction realloc,
        @Nullable CoreFunction postReturn, @Nullable CoreFunction callback, boolean async) {}
