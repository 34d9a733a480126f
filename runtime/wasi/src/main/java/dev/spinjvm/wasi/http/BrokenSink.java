package dev.spinjvm.wasi.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A sink whose other end is gone: it takes everything, passes nothing on, and has failed from the start.
///
/// @param failure why
public record BrokenSink(ErrorCode failure) implements BodySink {
    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void onWritable(Runnable callback) {
        callback.run();
    }

    @Override
    public void flush() {
        // Nobody receives the head.
    }

    @Override
    public void write(ByteBuffer bytes) {
        // Nobody receives the body.
    }

    @Override
    public void finish(@Nullable ByteBuffer last, @Nullable Fields trailers) {
        // Nobody receives the body.
    }

    @Override
    public void abort(ErrorCode reason) {
        // There is no peer to tell.
    }
}
