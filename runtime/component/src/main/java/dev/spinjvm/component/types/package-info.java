/// The type system of the Component Model: value, function and resource types as the validator, the canonical
/// ABI and host definitions share them.
@NullMarked
package dev.spinjvm.component.types;

import org.jspecify.annotations.NullMarked;
