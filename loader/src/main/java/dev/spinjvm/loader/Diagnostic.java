package dev.spinjvm.loader;

import org.jspecify.annotations.Nullable;

/// A problem at a place of a file.
///
/// @param file as the user knows it
/// @param at where in the file
/// @param sourceLine the text of the line
/// @param hint what to do about it
public record Diagnostic(Severity severity, String message, String file, Position at, String sourceLine, @Nullable String hint) {
    /// How bad a problem is.
    public enum Severity {
        /// Nothing is run.
        ERROR,
        /// The application runs, but probably not as meant.
        WARNING
    }

    public int line() {
        return at.line();
    }

    public int column() {
        return at.column();
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
