package dev.spinjvm.host;

import dev.spinjvm.loader.AllowedOutboundHosts;
import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.BodySource;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Makes requests as a guest's host functions do.
final class Calls {
    static final Duration LONG = Duration.ofSeconds(60);

    private Calls() {}

    static OutgoingHttp.Request request(String method, String authority, String path, String... headers) {
        return request(new OutgoingHttp.Options(LONG, LONG, LONG), method, authority, path, headers);
    }

    static OutgoingHttp.Request request(OutgoingHttp.Options options, String method, @Nullable String authority, String path,
            String... headers) {
        return new OutgoingHttp.Request(method, "http", authority, path, fields(headers), true, options);
    }

    static Fields fields(String... namesAndValues) {
        Fields fields = new Fields();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.receive(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields.freeze();
    }

    static AllowedOutboundHosts allow(String... patterns) {
        return AllowedOutboundHosts.parse(List.of(patterns), name -> name, List.of());
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sends a request without body and waits for the head of the answer.
    static OutgoingHttp.Response call(OutgoingHttp http, OutgoingHttp.Request request) throws Exception {
        OutgoingHttp.Exchange exchange = http.send(request);
        exchange.body().finish(null, null);
        return answer(exchange);
    }

    static OutgoingHttp.Response answer(OutgoingHttp.Exchange exchange) throws Exception {
        return get(exchange.response().toCompletableFuture());
    }

    /// Waits for the exchange to fail before there is an answer.
    static ErrorCode failure(OutgoingHttp.Exchange exchange) throws InterruptedException, TimeoutException {
        try {
            OutgoingHttp.Response response = exchange.response().toCompletableFuture().get(60, TimeUnit.SECONDS);
            throw new AssertionError("answered with " + response.status());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutgoingHttp.HttpException failure) {
                return failure.error();
            }
            throw new AssertionError(e);
        }
    }

    static ErrorCode failure(OutgoingHttp http, OutgoingHttp.Request request) throws InterruptedException, TimeoutException {
        OutgoingHttp.Exchange exchange = http.send(request);
        exchange.body().finish(null, null);
        return failure(exchange);
    }

    static void awaitWritable(BodySink sink) throws Exception {
        CompletableFuture<@Nullable Void> writable = new CompletableFuture<>();
        sink.onWritable(() -> writable.complete(null));
        get(writable);
    }

    /// Reads a body to its end.
    static Body read(BodySource source) throws Exception {
        StringBuilder text = new StringBuilder();
        long length = 0;
        while (true) {
            switch (next(source)) {
                case BodySource.Chunk(ByteBuffer bytes, Runnable release) -> {
                    length += bytes.remaining();
                    if (text.length() < 1000) {
                        text.append(StandardCharsets.ISO_8859_1.decode(bytes));
                    }
                    release.run();
                }
                case BodySource.End(Fields trailers) -> {
                    return new Body(text.toString(), length, trailers == null ? "" : trailers.toString(), null);
                }
                case BodySource.Failed(ErrorCode error) -> {
                    return new Body(text.toString(), length, "", error);
                }
                case BodySource.Pending _ -> throw new AssertionError("available, yet there is nothing");
            }
        }
    }

    static BodySource.Read next(BodySource source) throws Exception {
        while (true) {
            BodySource.Read read = source.poll();
            if (!(read instanceof BodySource.Pending)) {
                return read;
            }
            CompletableFuture<@Nullable Void> available = new CompletableFuture<>();
            source.onAvailable(() -> available.complete(null));
            get(available);
        }
    }

    private static <T extends @Nullable Object> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    /// What a body was.
    record Body(String text, long length, String trailers, @Nullable ErrorCode error) {}
}
