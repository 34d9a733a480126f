package dev.spinjvm.component.world;

import dev.spinjvm.component.binary.Sort;

/// A thing that no interface definition can describe: a core module, a component, a value.
public record OtherItem(Sort sort) implements WorldItem {}
