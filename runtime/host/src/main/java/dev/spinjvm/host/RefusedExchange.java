package dev.spinjvm.host;

import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.BrokenSink;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A request that never leaves: its failure arrives as that of a sent one would.
record RefusedExchange(ErrorCode error) implements OutgoingHttp.Exchange {
    @Override
    public BodySink body() {
        return new BrokenSink(error);
    }

    @Override
    public CompletionStage<OutgoingHttp.Response> response() {
        return CompletableFuture.failedStage(new OutgoingHttp.HttpException(error, null));
    }

    @Override
    public void cancel() {
        // Nothing is under way.
    }
}
