package dev.spinjvm.component.world;

/// What a world imports or exports, and what is in an interface.
public sealed interface WorldItem permits Interface, TypeItem, FunctionItem, OtherItem {}
