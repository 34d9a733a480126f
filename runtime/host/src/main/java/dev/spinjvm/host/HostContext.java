package dev.spinjvm.host;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.Wasi02;
import dev.spinjvm.wasi.WasiContext;
import dev.spinjvm.wasi.http.HttpContext;
import dev.spinjvm.wasi.http.OutgoingHttp;
import dev.spinjvm.wasi.http.WasiHttp;
import dev.spinjvm.wasi.wit.WitBindings;
import java.util.ArrayList;
import java.util.List;

/// What the host keeps for one store of a component. Belongs to the thread of the guest.
public final class HostContext implements AutoCloseable {
    private final WasiContext wasi;
    private final HttpContext http;

    /// @param outgoing the client as the component may use it, see [OutboundHttp#forComponent(OutboundPolicy)]
    public HostContext(WasiContext wasi, OutgoingHttp outgoing) {
        this.wasi = wasi;
        this.http = new HttpContext(outgoing);
    }

    /// All interfaces that a component can import. Immutable and free of state: one list serves the process.
    public static List<HostInterface> interfaces() {
        WitBindings bindings = Wasi02.bindings();
        List<HostInterface> interfaces = new ArrayList<>(Wasi02.interfaces(bindings));
        interfaces.addAll(WasiHttp.interfaces(bindings));
        return List.copyOf(interfaces);
    }

    /// Puts this context into a store, before any guest code runs there.
    public Store attach(Store store) {
        return http.attach(wasi.attach(store));
    }

    /// Ends what the guest left open, once it runs no more: unfinished bodies break off, requests under way are
    /// cancelled, files are closed. Idempotent.
    @Override
    public void close() {
        http.close();
        wasi.close();
    }
}
