package dev.spinjvm.wasi.http;

import dev.spinjvm.component.DirectFunction;
import dev.spinjvm.component.HostCall;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.HostInterface.Destructor;
import dev.spinjvm.component.Result;
import dev.spinjvm.wasi.Wasi02;
import dev.spinjvm.wasi.io.IoHost;
import dev.spinjvm.wasi.wit.WitBindings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `wasi:http` 0.2 as 0.2.12 defines it, seen from the host: what a guest imports.
///
/// A store that runs such a guest needs an [HttpContext] beside what `wasi:io` needs. To serve a request, a server
/// makes an [IncomingRequest] and a [ResponseOutparam] and passes both, as owned resources, to the guest's
/// `wasi:http/incoming-handler#handle`; when the guest has ended it closes the outparam and the context.
public final class WasiHttp {
    private static final Destructor DROP = IoHost.DROP;

    private WasiHttp() {}

    /// The interfaces `types` and `outgoing-handler`.
    ///
    /// @param bindings those that [Wasi02#interfaces(WitBindings)] was given before
    public static List<HostInterface> interfaces(WitBindings bindings) {
        HostInterface types = bindings.bind("wasi:http/types" + Wasi02.VERSION) //
                .functions(FieldsHost.functions()) //
                .functions(RequestHost.incoming()) //
                .functions(RequestHost.outgoing()) //
                .functions(RequestHost.options()) //
                .functions(ResponseHost.outgoing()) //
                .functions(ResponseHost.incoming()) //
                .functions(BodyHost.functions()) //
                .resource("fields", null) //
                .resource("incoming-request", null) //
                .resource("outgoing-request", (store, request) -> ((OutgoingMessage) request).drop()) //
                .resource("request-options", null) //
                .resource("response-outparam", (store, outparam) -> ((ResponseOutparam) outparam).close()) //
                .resource("incoming-response", (store, response) -> ((IncomingResponse) response).drop()) //
                .resource("incoming-body", DROP) //
                .resource("future-trailers", DROP) //
                .resource("outgoing-response", (store, response) -> ((OutgoingMessage) response).drop()) //
                .resource("outgoing-body", DROP) //
                .resource("future-incoming-response", DROP) //
                .build();
        HostInterface handler = bindings.bind("wasi:http/outgoing-handler" + Wasi02.VERSION) //
                .function("handle", RequestHost::handle) //
                .build();
        return List.of(types, handler);
    }

    /// The canonical ABI has checked the arguments, so a mismatch is a fault of this host.
    static <T> T arg(@Nullable Object[] args, int index, Class<T> type) {
        return Objects.requireNonNull(type.cast(args[index]));
    }

    /// A result without error payload: err for null.
    static Result okOrErr(@Nullable Object value) {
        return value == null ? Result.err(null) : Result.ok(value);
    }

    /// Gives a result without error payload: err for null.
    static void okOrErr(HostCall call, @Nullable Object value) {
        if (value == null) {
            call.err(null);
        } else {
            call.ok(value);
        }
    }

    /// An entry for a function that reads its arguments itself.
    static Map.Entry<String, HostFunction> direct(String name, DirectFunction body) {
        return Map.entry(name, body);
    }
}
