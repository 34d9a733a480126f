package dev.spinjvm.plugins.bindle;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// What a bindle is made of: its name, and the labels of its parcels. Immutable.
///
/// @param bindleVersion of the format, `1.0.0`
/// @param yanked null where the invoice does not say
/// @param yankedSignatures by whom it was yanked
/// @param description for people
/// @param annotations free
/// @param parcels in the order in which signatures cover them
public record Invoice(String bindleVersion, @Nullable Boolean yanked, List<Signature> yankedSignatures, BindleId id,
        @Nullable String description, List<String> authors, Map<String, String> annotations, List<Parcel> parcels, List<Group> groups,
        List<Signature> signatures) {
    /// The only version of the format.
    public static final String FORMAT = "1.0.0";

    public Invoice {
        yankedSignatures = List.copyOf(yankedSignatures);
        authors = List.copyOf(authors);
        annotations = sorted(annotations);
        parcels = List.copyOf(parcels);
        groups = List.copyOf(groups);
        signatures = List.copyOf(signatures);
    }

    /// A new invoice, not signed.
    public static Invoice of(BindleId id, @Nullable String description, List<String> authors, List<Parcel> parcels, List<Group> groups) {
        return new Invoice(FORMAT, null, List.of(), id, description, authors, Map.of(), parcels, groups, List.of());
    }

    /// A parcel: a label, and the conditions under which it is wanted.
    public record Parcel(Label label, Conditions conditions) {
        /// Whether a group holds it.
        public boolean isIn(String group) {
            return conditions.memberOf().contains(group);
        }
    }

    /// What is known of a parcel without its bytes.
    ///
    /// @param sha256 of its bytes, in hex
    /// @param size in bytes
    /// @param features by section
    /// @param origin where it came from
    public record Label(String sha256, String mediaType, String name, long size, Map<String, String> annotations,
            Map<String, Map<String, String>> features, @Nullable String origin) {
        public Label {
            annotations = sorted(annotations);
            features = sorted(features);
        }

        /// A label with nothing beyond what is required.
        public static Label of(String sha256, String mediaType, String name, long size) {
            return new Label(sha256, mediaType, name, size, Map.of(), Map.of(), null);
        }
    }

    /// When a parcel is wanted.
    ///
    /// @param memberOf the groups that hold it; none is the global group, which is always wanted
    /// @param requires the groups that it needs
    public record Conditions(List<String> memberOf, List<String> requires) {
        static final Conditions NONE = new Conditions(List.of(), List.of());

        public Conditions {
            memberOf = List.copyOf(memberOf);
            requires = List.copyOf(requires);
        }
    }

    /// A set of parcels.
    ///
    /// @param required null where the invoice does not say: not required
    /// @param satisfiedBy null where the invoice does not say: by all
    public record Group(String name, @Nullable Boolean required, @Nullable SatisfiedBy satisfiedBy) {}

    /// How many parcels of a group are needed.
    public enum SatisfiedBy {
        ALL_OF("allOf"), ONE_OF("oneOf"), OPTIONAL("optional");

        private final String text;

        SatisfiedBy(String text) {
            this.text = text;
        }

        static Optional<SatisfiedBy> of(String text) {
            for (SatisfiedBy value : values()) {
                if (value.text.equals(text)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// A signature over the name, the version and the parcels.
    ///
    /// @param by who signed
    /// @param signature Ed25519, in base64
    /// @param key the public key, in base64
    /// @param at when, in seconds since 1970; not covered by the signature
    public record Signature(String by, String signature, String key, Role role, long at) {}

    /// Whether the owner took the bindle back.
    public boolean isYanked() {
        return Boolean.TRUE.equals(yanked);
    }

    /// The parcel with these bytes.
    public Optional<Parcel> parcel(String sha256) {
        return parcels.stream().filter(parcel -> parcel.label().sha256().equals(sha256)).findFirst();
    }

    /// The parcels of a group, in order.
    public List<Parcel> members(String group) {
        return parcels.stream().filter(parcel -> parcel.isIn(group)).toList();
    }

    /// The same with other signatures.
    public Invoice withSignatures(List<Signature> others) {
        return new Invoice(bindleVersion, yanked, yankedSignatures, id, description, authors, annotations, parcels, groups, others);
    }

    /// The same, taken back.
    public Invoice asYanked() {
        return new Invoice(bindleVersion, true, yankedSignatures, id, description, authors, annotations, parcels, groups, signatures);
    }

    /// Reads the TOML form. Keys that it does not have are refused.
    ///
    /// @param name of the text, for errors
    /// @throws BindleException with the place
    public static Invoice read(String toml, String name) {
        return InvoiceReader.read(toml, name);
    }

    /// The TOML form, as other clients and servers write it.
    public String toToml() {
        return InvoiceWriter.write(this);
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
