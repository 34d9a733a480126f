package dev.spinjvm.component.world;

/// A named type.
public record TypeItem(WitType.Named type) implements WorldItem {}
