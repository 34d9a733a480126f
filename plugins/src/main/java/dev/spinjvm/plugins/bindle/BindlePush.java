package dev.spinjvm.plugins.bindle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.spinjvm.oci.Transfers;
import dev.spinjvm.plugins.bindle.Invoice.Label;

/// Sends a bindle to a server. What an interrupted push left is gone on with: bindles never change, so what the server has is right.
public final class BindlePush {
    private static final int AT_ONCE = 4;

    private final BindleClient client;

    public BindlePush(BindleClient client) {
        this.client = client;
    }

    /// Pushes.
    ///
    /// @throws BindleException.Exists if the server has all of it already, or another bindle of this id
    /// @throws BindleException.Yanked if it was taken back: its id cannot be used again
    public void push(StandaloneBindle bindle) {
        Invoice invoice = bindle.invoice();
        bindle.verify();
        Optional<Invoice> existing = client.find(invoice.id());
        if (existing.isPresent()) {
            resume(bindle, existing.get());
            return;
        }
        List<Label> missing;
        try {
            missing = client.create(invoice).missing();
        } catch (BindleException.Exists _) {
            // Somebody was faster, perhaps with the same bindle.
            resume(bindle, client.invoice(invoice.id(), true));
            return;
        }
        send(bindle, missing);
    }

    private void resume(StandaloneBindle bindle, Invoice existing) {
        BindleId id = existing.id();
        if (existing.isYanked()) {
            throw new BindleException.Yanked(id);
        }
        List<Label> missing = client.missing(id);
        if (missing.isEmpty() || !existing.parcels().equals(bindle.invoice().parcels())) {
            throw new BindleException.Exists(id);
        }
        send(bindle, missing);
    }

    private void send(StandaloneBindle bindle, List<Label> missing) {
        List<Runnable> tasks = new ArrayList<>();
        for (Label label : missing) {
            Path file = bindle.parcels().get(label.sha256());
            if (file == null) {
                throw new BindleException("The server misses the parcel '" + label.name() + "', and it is not here either");
            }
            tasks.add(() -> client.send(bindle.invoice().id(), label, file));
        }
        Transfers.run(AT_ONCE, tasks);
    }
}
