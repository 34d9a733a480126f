package dev.spinjvm.plugins.bindle;

import java.util.List;

import dev.spinjvm.plugins.bindle.Invoice.Group;
import dev.spinjvm.plugins.bindle.Invoice.Label;
import dev.spinjvm.plugins.bindle.Invoice.Parcel;
import dev.spinjvm.plugins.bindle.Invoice.Signature;

/// The TOML form of invoices: the order of keys is that of the format's description.
final class InvoiceWriter {
    private InvoiceWriter() {}

    static String write(Invoice invoice) {
        var out = new TomlWriter();
        write(invoice, out, "");
        return out.toString();
    }

    /// @param path of the table that is to hold the invoice, with a dot at its end, or nothing
    static void write(Invoice invoice, TomlWriter out, String path) {
        out.value("bindleVersion", invoice.bindleVersion()).value("yanked", invoice.yanked());
        signatures(path + "yankedSignature", invoice.yankedSignatures(), out);
        out.header("[" + path + "bindle]").value("name", invoice.id().name()).value("version", invoice.id().version())
                .value("description", invoice.description()).texts("authors", invoice.authors());
        out.textTable(path + "annotations", invoice.annotations());
        for (Parcel parcel : invoice.parcels()) {
            out.header("[[" + path + "parcel]]").header("[" + path + "parcel.label]");
            label(parcel.label(), out, path + "parcel.label.");
            if (!parcel.conditions().equals(Invoice.Conditions.NONE)) {
                out.header("[" + path + "parcel.conditions]").texts("memberOf", parcel.conditions().memberOf())
                        .texts("requires", parcel.conditions().requires());
            }
        }
        for (Group group : invoice.groups()) {
            out.header("[[" + path + "group]]").value("name", group.name()).value("required", group.required())
                    .value("satisfiedBy", group.satisfiedBy() == null ? null : group.satisfiedBy().toString());
        }
        signatures(path + "signature", invoice.signatures(), out);
    }

    static void label(Label label, TomlWriter out, String path) {
        out.value("sha256", label.sha256()).value("mediaType", label.mediaType()).value("name", label.name()).value("size", label.size())
                .value("origin", label.origin());
        out.textTable(path + "annotations", label.annotations());
        label.features().forEach((section, features) -> {
            out.header("[" + path + "feature." + TomlWriter.key(section) + "]");
            features.forEach(out::value);
        });
    }

    private static void signatures(String path, List<Signature> signatures, TomlWriter out) {
        for (Signature signature : signatures) {
            out.header("[[" + path + "]]").value("by", signature.by()).value("signature", signature.signature())
                    .value("key", signature.key()).value("role", signature.role().toString()).value("at", signature.at());
        }
    }
}
