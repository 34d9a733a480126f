package dev.spinjvm.plugins.bindle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.spinjvm.plugins.bindle.Invoice.Signature;

/// Signs invoices. The text that is signed is what Bindle's reference implementation signs: its written description adds the time, its
/// code does not.
public final class Signing {
    private Signing() {}

    /// The invoice with one more signature.
    ///
    /// @throws BindleException if the key has signed already
    public static Invoice sign(Invoice invoice, Role role, SecretKeys.Entry key, Instant now) {
        String publicKey = Ed25519.publicHalf(key.pair());
        if (invoice.signatures().stream().anyMatch(signature -> signature.key().equals(publicKey))) {
            throw new BindleException("cannot sign the data again with a key that has already signed the data");
        }
        String signature = Ed25519.sign(key.pair(), text(invoice, key.label(), role));
        List<Signature> signatures = new ArrayList<>(invoice.signatures());
        signatures.add(new Signature(key.label(), signature, publicKey, role, now.getEpochSecond()));
        return invoice.withSignatures(signatures);
    }

    static byte[] text(Invoice invoice, String by, Role role) {
        var lines = new ArrayList<>(List.of(by, invoice.id().name(), invoice.id().version(), role.toString(), "~"));
        invoice.parcels().forEach(parcel -> lines.add(parcel.label().sha256()));
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }
}
