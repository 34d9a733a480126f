package dev.spinjvm.wasi.sockets;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType.ResultType;
import dev.spinjvm.wasi.io.WasiTrap;
import java.util.Map;

/// The bodies of the functions of `wasi:sockets`. There is a network, but a guest may do nothing with it: sockets are
/// not created and names are not resolved, both with `access-denied`, which guests' standard libraries turn into
/// "permission denied".
public final class SocketsHost {
    private static final int ACCESS_DENIED = 1;

    private SocketsHost() {}

    /// `wasi:sockets/instance-network`.
    public static Map<String, HostFunction> instanceNetwork() {
        return Map.of("instance-network", (store, args) -> new Network());
    }

    /// The body of any other function.
    public static HostFunction denied(String name, FuncType type) {
        if (type.result() instanceof ResultType) {
            return (store, args) -> Result.err(ACCESS_DENIED);
        }
        return (store, args) -> {
            throw new WasiTrap(name + ": sockets are denied");
        };
    }

    /// The resource `network`; it has no state.
    private static final class Network {}
}
