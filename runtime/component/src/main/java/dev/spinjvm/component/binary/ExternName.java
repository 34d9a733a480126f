package dev.spinjvm.component.binary;

import java.util.List;

/// The name of an import or export with its attributes, as written: the decoder does not apply the grammar of names, see
/// [Names] (Binary.md, `nameattributes`).
public record ExternName(String name, List<Attribute> attributes, int offset) {

    public ExternName {
        attributes = List.copyOf(attributes);
    }

    /// An attribute of a name; at most one of each kind is valid.
    public sealed interface Attribute {}

    /// The instance under a plain name implements this interface.
    public record Implements(String interfaceName) implements Attribute {}

    /// What was split off the version of a canonical interface name.
    public record VersionSuffix(String suffix) implements Attribute {}

    /// An identifier from outside the component, without restrictions on its characters.
    public record ExternalId(String id) implements Attribute {}

    @Override
    public String toString() {
        return name;
    }
}
