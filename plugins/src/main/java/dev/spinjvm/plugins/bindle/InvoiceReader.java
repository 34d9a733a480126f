package dev.spinjvm.plugins.bindle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.spinjvm.plugins.bindle.Invoice.Conditions;
import dev.spinjvm.plugins.bindle.Invoice.Group;
import dev.spinjvm.plugins.bindle.Invoice.Label;
import dev.spinjvm.plugins.bindle.Invoice.Parcel;
import dev.spinjvm.plugins.bindle.Invoice.SatisfiedBy;
import dev.spinjvm.plugins.bindle.Invoice.Signature;

/// The TOML form of invoices, and of what servers answer around them.
final class InvoiceReader {
    private InvoiceReader() {}

    static Invoice read(String toml, String name) {
        return invoice(TomlReader.of(toml, name));
    }

    static Invoice invoice(TomlReader in) {
        String format = in.text("bindleVersion");
        if (!format.equals(Invoice.FORMAT)) {
            throw in.error("bindleVersion", "bindle version " + format + " is not known; " + Invoice.FORMAT + " is");
        }
        TomlReader bindle = in.requiredTable("bindle");
        var invoice = new Invoice(format, in.flag("yanked").orElse(null), signatures(in, "yankedSignature"),
                new BindleId(bindle.text("name"), bindle.text("version")), bindle.optionalText("description").orElse(null),
                bindle.texts("authors"), in.textTable("annotations"),
                in.tables("parcel").stream().map(InvoiceReader::parcel).toList(),
                in.tables("group").stream().map(InvoiceReader::group).toList(), signatures(in, "signature"));
        bindle.finish();
        in.finish();
        return invoice;
    }

    private static Parcel parcel(TomlReader in) {
        Parcel parcel = new Parcel(label(in.requiredTable("label")), in.optionalTable("conditions").map(InvoiceReader::conditions).orElse(
                Conditions.NONE));
        in.finish();
        return parcel;
    }

    private static Conditions conditions(TomlReader in) {
        var conditions = new Conditions(in.texts("memberOf"), in.texts("requires"));
        in.finish();
        return conditions;
    }

    static Label label(TomlReader in) {
        Map<String, Map<String, String>> features = new TreeMap<>();
        in.optionalTable("feature").ifPresent(sections -> {
            for (String section : sections.keys()) {
                features.put(section, sections.textTable(section));
            }
        });
        var label = new Label(in.text("sha256"), in.text("mediaType"), in.text("name"), in.number("size"), in.textTable("annotations"),
                features, in.optionalText("origin").orElse(null));
        in.finish();
        return label;
    }

    private static Group group(TomlReader in) {
        SatisfiedBy satisfiedBy = in.optionalText("satisfiedBy").map(text -> SatisfiedBy.of(text)
                .orElseThrow(() -> in.error("satisfiedBy", "`satisfiedBy` is none of allOf, oneOf, optional"))).orElse(null);
        var group = new Group(in.text("name"), in.flag("required").orElse(null), satisfiedBy);
        in.finish();
        return group;
    }

    private static List<Signature> signatures(TomlReader in, String key) {
        return in.tables(key).stream().map(InvoiceReader::signature).toList();
    }

    private static Signature signature(TomlReader in) {
        var signature = new Signature(in.text("by"), in.text("signature"), in.text("key"), role(in, in.text("role"), "role"),
                in.number("at"));
        in.finish();
        return signature;
    }

    static Role role(TomlReader in, String text, String key) {
        return Role.of(text).orElseThrow(() -> in.error(key, "`" + text + "` is none of creator, approver, host, proxy"));
    }
}
