package dev.spinjvm.wasi.io;

import org.jspecify.annotations.Nullable;

/// The resource `wasi:io/error.error`.
///
/// @param message what `to-debug-string` answers: for people, without secrets or host paths
/// @param detail what an interface's own downcast function looks for, such as an error code; null if there is none
public record IoError(String message, @Nullable Object detail) {

    public IoError(String message) {
        this(message, null);
    }
}
