package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.WasiHttp.arg;
import static dev.spinjvm.wasi.http.WasiHttp.direct;
import static dev.spinjvm.wasi.http.WasiHttp.okOrErr;

import dev.spinjvm.component.HostCall;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.io.Waker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions of `incoming-request`, `outgoing-request`, `request-options` and of `outgoing-handler`.
final class RequestHost {
    private RequestHost() {}

    static Map<String, HostFunction> incoming() {
        return Map.ofEntries( //
                direct("[method]incoming-request.method", call -> call.give(RequestSyntax.method(in(call).method()))), //
                direct("[method]incoming-request.path-with-query", call -> call.give(in(call).pathWithQuery())), //
                direct("[method]incoming-request.scheme", call -> call.give(scheme(in(call).scheme()))), //
                direct("[method]incoming-request.authority", call -> call.give(in(call).authority())), //
                direct("[method]incoming-request.headers", call -> call.give(in(call).headers())), //
                direct("[method]incoming-request.consume", call -> BodyHost.consume(call, in(call).takeBody())));
    }

    static Map<String, HostFunction> outgoing() {
        return Map.ofEntries(
                Map.entry("[constructor]outgoing-request", (store, args) -> new OutgoingRequest(arg(args, 0, Fields.class))), //
                Map.entry("[method]outgoing-request.body", (store, args) -> okOrErr(out(args).body(store))), //
                Map.entry("[method]outgoing-request.method", (store, args) -> out(args).method()), //
                Map.entry("[method]outgoing-request.set-method",
                        (store, args) -> validity(out(args).method(arg(args, 1, Variant.class)))), //
                Map.entry("[method]outgoing-request.path-with-query", (store, args) -> out(args).pathWithQuery()), //
                Map.entry("[method]outgoing-request.set-path-with-query",
                        (store, args) -> validity(out(args).pathWithQuery((String) args[1]))), //
                Map.entry("[method]outgoing-request.scheme", (store, args) -> out(args).scheme()), //
                Map.entry("[method]outgoing-request.set-scheme", (store, args) -> validity(out(args).scheme((Variant) args[1]))), //
                Map.entry("[method]outgoing-request.authority", (store, args) -> out(args).authority()), //
                Map.entry("[method]outgoing-request.set-authority", (store, args) -> validity(out(args).authority((String) args[1]))), //
                Map.entry("[method]outgoing-request.headers", (store, args) -> out(args).headers()));
    }

    static Map<String, HostFunction> options() {
        return Map.of("[constructor]request-options", (store, args) -> new RequestOptions(), //
                "[method]request-options.connect-timeout", (store, args) -> options(args).connectTimeout, //
                "[method]request-options.set-connect-timeout", (store, args) -> {
                    options(args).connectTimeout = (Long) args[1];
                    return Result.OK;
                }, //
                "[method]request-options.first-byte-timeout", (store, args) -> options(args).firstByteTimeout, //
                "[method]request-options.set-first-byte-timeout", (store, args) -> {
                    options(args).firstByteTimeout = (Long) args[1];
                    return Result.OK;
                }, //
                "[method]request-options.between-bytes-timeout", (store, args) -> options(args).betweenBytesTimeout, //
                "[method]request-options.set-between-bytes-timeout", (store, args) -> {
                    options(args).betweenBytesTimeout = (Long) args[1];
                    return Result.OK;
                });
    }

    /// `outgoing-handler.handle`: what cannot be sent fails here, everything later through the future.
    static Result handle(Store store, @Nullable Object[] args) {
        OutgoingRequest request = arg(args, 0, OutgoingRequest.class);
        OutgoingHttp.Options options = args[1] instanceof RequestOptions given ? given.toOptions() : OutgoingHttp.Options.DEFAULT;
        HttpContext context = store.state(HttpContext.class);
        try {
            OutgoingHttp.Exchange exchange = context.outgoing().send(request.toRequest(options));
            FutureResponse future = new FutureResponse(exchange, Waker.of(store), context);
            request.sendTo(exchange.body());
            return Result.ok(future);
        } catch (OutgoingHttp.HttpException e) {
            request.drop();
            return Result.err(e.error().toVariant());
        }
    }

    private static @Nullable Variant scheme(@Nullable String text) {
        return text == null ? null : RequestSyntax.scheme(text);
    }

    private static Result validity(boolean valid) {
        return valid ? Result.OK : Result.err(null);
    }

    private static IncomingRequest in(HostCall call) {
        return call.resource(0, IncomingRequest.class);
    }

    private static OutgoingRequest out(@Nullable Object[] args) {
        return arg(args, 0, OutgoingRequest.class);
    }

    private static RequestOptions options(@Nullable Object[] args) {
        return arg(args, 0, RequestOptions.class);
    }
}
