package dev.spinjvm.plugins.bindle;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.spinjvm.loader.RemoteSource;
import dev.spinjvm.loader.sources.Parcels;
import dev.spinjvm.plugins.bindle.Invoice.Label;
import dev.spinjvm.plugins.bindle.Invoice.Parcel;

/// Components whose code is a parcel of a bindle. Of the bindle nothing else is read: its assets belong to its own application.
public final class BindleParcels implements Parcels {
    private final Supplier<BindleClient> connect;

    /// @param connect called when a parcel is needed; the client is closed here
    public BindleParcels(Supplier<BindleClient> connect) {
        this.connect = connect;
    }

    /// @throws BindleException.Yanked if the bindle was taken back
    @Override
    public void fetch(RemoteSource.Parcel wanted, Sink sink) {
        BindleId id = BindleId.parse(wanted.bindle());
        try (BindleClient client = connect.get()) {
            Invoice invoice = client.invoice(id, false);
            if (invoice.isYanked()) {
                throw new BindleException.Yanked(id);
            }
            Label label = invoice.parcel(wanted.parcel().hex()).map(Parcel::label).orElseThrow(() -> unknown(wanted, invoice));
            client.parcel(id, label, bytes -> sink.take(bytes, label.size()));
        }
    }

    private static BindleException unknown(RemoteSource.Parcel wanted, Invoice invoice) {
        String known = invoice.parcels().stream().map(Parcel::label).map(label -> String.format(Locale.ROOT, "%n  %s  (%s, %s)", label
                .sha256(), label.name(), label.mediaType())).collect(Collectors.joining());
        return new BindleException.NotFound("The bindle " + invoice.id() + " has no parcel " + wanted.parcel().hex() + (known.isEmpty()
                ? ", and no other"
                : ". It has:" + known));
    }
}
