package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.WasiHttp.arg;
import static dev.spinjvm.wasi.http.WasiHttp.okOrErr;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.io.WasiTrap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions of `response-outparam`, `outgoing-response`, `incoming-response` and `future-incoming-response`.
final class ResponseHost {
    private ResponseHost() {}

    static Map<String, HostFunction> outgoing() {
        return Map.of("[static]response-outparam.set", (store, args) -> {
            set(arg(args, 0, ResponseOutparam.class), arg(args, 1, Result.class));
            return null;
        }, //
                "[constructor]outgoing-response", (store, args) -> new OutgoingResponse(arg(args, 0, Fields.class)), //
                "[method]outgoing-response.status-code", (store, args) -> out(args).status(), //
                "[method]outgoing-response.set-status-code",
                (store, args) -> out(args).status(arg(args, 1, Integer.class)) ? Result.OK : Result.err(null), //
                "[method]outgoing-response.headers", (store, args) -> out(args).headers(), //
                "[method]outgoing-response.body", (store, args) -> okOrErr(out(args).body(store)));
    }

    static Map<String, HostFunction> incoming() {
        return Map.of("[method]incoming-response.status", (store, args) -> in(args).status(), //
                "[method]incoming-response.headers", (store, args) -> in(args).headers(), //
                "[method]incoming-response.consume", (store, args) -> BodyHost.consume(store, in(args).takeBody()), //
                "[method]future-incoming-response.get", (store, args) -> arg(args, 0, FutureResponse.class).get(), //
                "[method]future-incoming-response.subscribe", (store, args) -> arg(args, 0, FutureResponse.class).subscribe());
    }

    private static void set(ResponseOutparam outparam, Result answer) {
        ResponseHandler handler = outparam.take();
        if (handler == null) {
            throw new WasiTrap("response-outparam.set after the request was answered or its guest ended");
        }
        switch (answer) {
            case Result.Ok(OutgoingResponse response) -> response.sendTo(handler.respond(response.status(), response.headers()));
            case Result.Err(Variant error) -> handler.fail(ErrorCode.fromVariant(error));
            case Result.Ok _,Result.Err _ -> throw new IllegalArgumentException("response-outparam.set takes a response or an error-code");
        }
    }

    private static OutgoingResponse out(@Nullable Object[] args) {
        return arg(args, 0, OutgoingResponse.class);
    }

    private static IncomingResponse in(@Nullable Object[] args) {
        return arg(args, 0, IncomingResponse.class);
    }
}
