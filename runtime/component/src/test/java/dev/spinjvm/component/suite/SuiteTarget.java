package dev.spinjvm.component.suite;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.types.FuncType;
import org.jspecify.annotations.Nullable;

/// What the runner drives: validation and execution of decoded components. Decoding needs no target, there is one decoder.
interface SuiteTarget {

    /// Validates a component.
    ///
    /// @throws Rejected if it is invalid
    void validate(ComponentBinary component) throws Rejected;

    /// Instantiates a valid component without imports in a store of its own.
    ///
    /// @throws Trapped if a start function or an initializer traps
    Instance instantiate(ComponentBinary component) throws Trapped;

    /// A component instance.
    interface Instance {

        /// The type of an exported function, or null if there is none of that name.
        @Nullable
        FuncType type(String export);

        /// Calls an exported function.
        ///
        /// @param arguments in the mapping of [dev.spinjvm.component.HostFunction]
        /// @return the result in the same mapping
        @Nullable
        Object call(String export, @Nullable Object[] arguments) throws Trapped;
    }

    /// The component is invalid.
    final class Rejected extends Exception {
        private static final long serialVersionUID = 1L;

        Rejected(@Nullable String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Execution ended in a trap.
    final class Trapped extends Exception {
        private static final long serialVersionUID = 1L;

        Trapped(@Nullable String message, Throwable cause) {
            super(message, cause);
        }
    }
}
