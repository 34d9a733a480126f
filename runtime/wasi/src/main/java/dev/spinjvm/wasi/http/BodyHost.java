package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.WasiHttp.arg;
import static dev.spinjvm.wasi.http.WasiHttp.okOrErr;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.io.IoError;
import dev.spinjvm.wasi.io.Waker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions of `incoming-body`, `future-trailers` and `outgoing-body`, and `http-error-code`.
final class BodyHost {
    private BodyHost() {}

    static Map<String, HostFunction> functions() {
        return Map.of("http-error-code",
                (store, args) -> arg(args, 0, IoError.class).detail() instanceof ErrorCode code ? code.toVariant() : null, //
                "[method]incoming-body.stream", (store, args) -> okOrErr(arg(args, 0, IncomingBody.class).stream()), //
                "[static]incoming-body.finish", (store, args) -> arg(args, 0, IncomingBody.class).finish(), //
                "[method]future-trailers.subscribe", (store, args) -> arg(args, 0, FutureTrailers.class).subscribe(), //
                "[method]future-trailers.get", (store, args) -> arg(args, 0, FutureTrailers.class).get(), //
                "[method]outgoing-body.write", (store, args) -> okOrErr(arg(args, 0, OutgoingBody.class).write()), //
                "[static]outgoing-body.finish", (store, args) -> finish(arg(args, 0, OutgoingBody.class), (Fields) args[1]));
    }

    /// `consume` of a request or response: the body, for the first caller only.
    static Result consume(Store store, @Nullable BodySource body) {
        return body == null
                ? Result.err(null)
                : Result.ok(new IncomingBody(body, Waker.of(store), store.state(HttpContext.class)));
    }

    private static Result finish(OutgoingBody body, @Nullable Fields trailers) {
        ErrorCode error = body.finish(trailers == null ? null : trailers.freeze());
        return error == null ? Result.OK : Result.err(error.toVariant());
    }
}
