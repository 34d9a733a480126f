package dev.spinjvm.loader;

/// A value with its place in its file.
public record Located<T>(T value, Position at) {}
