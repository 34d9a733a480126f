package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.WasiHttp.direct;
import static dev.spinjvm.wasi.http.WasiHttp.okOrErr;

import dev.spinjvm.component.HostCall;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.io.IoError;
import dev.spinjvm.wasi.io.Waker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions of `incoming-body`, `future-trailers` and `outgoing-body`, and `http-error-code`.
final class BodyHost {
    private BodyHost() {}

    static Map<String, HostFunction> functions() {
        return Map.ofEntries( //
                direct("http-error-code",
                        call -> call.give(call.resource(0, IoError.class).detail() instanceof ErrorCode code ? code.toVariant() : null)), //
                direct("[method]incoming-body.stream", call -> okOrErr(call, call.resource(0, IncomingBody.class).stream())), //
                direct("[static]incoming-body.finish", call -> call.give(call.resource(0, IncomingBody.class).finish())), //
                direct("[method]future-trailers.subscribe", call -> call.give(call.resource(0, FutureTrailers.class).subscribe())), //
                direct("[method]future-trailers.get", call -> call.give(call.resource(0, FutureTrailers.class).get())), //
                direct("[method]outgoing-body.write", call -> okOrErr(call, call.resource(0, OutgoingBody.class).write())), //
                direct("[static]outgoing-body.finish", BodyHost::finish));
    }

    /// `consume` of a request or response: the body, for the first caller only.
    static void consume(HostCall call, @Nullable BodySource body) {
        Store store = call.store();
        okOrErr(call, body == null ? null : new IncomingBody(body, Waker.of(store), store.state(HttpContext.class)));
    }

    private static void finish(HostCall call) {
        OutgoingBody body = call.resource(0, OutgoingBody.class);
        Fields trailers = (Fields) call.value(1);
        ErrorCode error = body.finish(trailers == null ? null : trailers.freeze());
        if (error == null) {
            call.ok(null);
        } else {
            call.err(error.toVariant());
        }
    }
}
