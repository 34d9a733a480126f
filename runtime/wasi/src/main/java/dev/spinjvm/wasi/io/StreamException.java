package dev.spinjvm.wasi.io;

import org.jspecify.annotations.Nullable;

/// A `stream-error`, on its way to becoming the error value of a stream function. Carries no stack trace: end of
/// stream is an everyday event.
public final class StreamException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable IoError error;

    private StreamException(@Nullable IoError error) {
        super(error == null ? "closed" : error.message(), null, false, false);
        this.error = error;
    }

    /// The case `closed`: end of input, or a sink that takes no more.
    public static StreamException closed() {
        return new StreamException(null);
    }

    /// The case `last-operation-failed`. A stream reports it once and is closed from then on.
    public static StreamException failed(IoError error) {
        return new StreamException(error);
    }

    /// The error of `last-operation-failed`; null means `closed`.
    public @Nullable IoError error() {
        return error;
    }
}
