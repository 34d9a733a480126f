package dev.spinjvm.loader;

/// A value with its place in the manifest.
record Located<T>(T value, Position at) {}
