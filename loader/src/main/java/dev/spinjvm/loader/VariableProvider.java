package dev.spinjvm.loader;

import org.jspecify.annotations.Nullable;

/// Supplies values of application variables. Implementations are safe for use by many threads.
@FunctionalInterface
public interface VariableProvider {
    /// The value of a variable, or `null` if this provider has none.
    ///
    /// @throws VariableException of kind `PROVIDER` if the provider fails
    @Nullable
    String get(String name);

    /// Whether the provider may have a value; asked before the application starts.
    default boolean mayResolve(String name) {
        return get(name) != null;
    }
}
