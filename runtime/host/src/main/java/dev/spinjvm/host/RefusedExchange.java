package dev.spinjvm.host;

import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A request that never leaves: its failure arrives as that of a sent one would.
final class RefusedExchange implements OutgoingHttp.Exchange, BodySink {
    private final ErrorCode error;

    RefusedExchange(ErrorCode error) {
        this.error = error;
    }

    @Override
    public BodySink body() {
        return this;
    }

    @Override
    public CompletionStage<OutgoingHttp.Response> response() {
        return CompletableFuture.failedStage(new OutgoingHttp.HttpException(error, null));
    }

    @Override
    public void cancel() {
        // Nothing is under way.
    }

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

    @Override
    public @Nullable ErrorCode failure() {
        return error;
    }
}
