package dev.spinjvm.component.binary;

/// A reference to a definition by sort and index in that sort's index space.
public record SortIdx(Sort sort, int index) {}
