package dev.spinjvm.loader;

/// A stretch of one line of a file.
///
/// @param line counted from 1
/// @param column counted from 1
/// @param length in characters; 0 for a point
public record Position(int line, int column, int length) {
    /// Where a file begins.
    public static final Position START = new Position(1, 1, 0);
}
