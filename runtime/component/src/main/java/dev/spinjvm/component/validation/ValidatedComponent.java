package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.types.ComponentType;

/// A component that passed validation, with its type. Immutable.
///
/// @param binary the component
/// @param type its imports and exports, in order
public record ValidatedComponent(ComponentBinary binary, ComponentType type) {}
