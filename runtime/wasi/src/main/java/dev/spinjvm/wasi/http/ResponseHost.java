package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.WasiHttp.direct;
import static dev.spinjvm.wasi.http.WasiHttp.okOrErr;

import dev.spinjvm.component.HostCall;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.io.WasiTrap;
import java.util.Map;
import java.util.Objects;

/// The functions of `response-outparam`, `outgoing-response`, `incoming-response` and `future-incoming-response`.
final class ResponseHost {
    private ResponseHost() {}

    static Map<String, HostFunction> outgoing() {
        return Map.ofEntries( //
                direct("[static]response-outparam.set",
                        call -> set(call.resource(0, ResponseOutparam.class), (Result) Objects.requireNonNull(call.value(1)))), //
                direct("[constructor]outgoing-response", call -> call.give(new OutgoingResponse(call.resource(0, Fields.class)))), //
                direct("[method]outgoing-response.status-code", call -> call.giveI32(out(call).status())), //
                direct("[method]outgoing-response.set-status-code", call -> {
                    if (out(call).status(call.i32(1))) {
                        call.ok(null);
                    } else {
                        call.err(null);
                    }
                }), //
                direct("[method]outgoing-response.headers", call -> call.give(out(call).headers())), //
                direct("[method]outgoing-response.body", call -> okOrErr(call, out(call).body(call.store()))));
    }

    static Map<String, HostFunction> incoming() {
        return Map.ofEntries( //
                direct("[method]incoming-response.status", call -> call.giveI32(in(call).status())), //
                direct("[method]incoming-response.headers", call -> call.give(in(call).headers())), //
                direct("[method]incoming-response.consume", call -> BodyHost.consume(call, in(call).takeBody())), //
                direct("[method]future-incoming-response.get", call -> call.give(call.resource(0, FutureResponse.class).get())), //
                direct("[method]future-incoming-response.subscribe",
                        call -> call.give(call.resource(0, FutureResponse.class).subscribe())));
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

    private static OutgoingResponse out(HostCall call) {
        return call.resource(0, OutgoingResponse.class);
    }

    private static IncomingResponse in(HostCall call) {
        return call.resource(0, IncomingResponse.class);
    }
}
